import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { areOfOneLog, logOf, markLog, readLog, readLogOf } from "../../src/sqlite/write-ahead-log.ts";

let folder: string;
let file: string;
let database: DatabaseSync;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "log-"));
  file = join(folder, "x.db");
  database = new DatabaseSync(file);
  database.exec(
    "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE t (n INTEGER, text TEXT)",
  );
});

afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

const insert = (...numbers: number[]): void => {
  const add = database.prepare("INSERT INTO t VALUES (?, ?)");
  for (const n of numbers) add.run(n, "x".repeat(3000));
};

const movedPages = (mode: "PASSIVE" | "RESTART"): number =>
  Number(database.prepare(`PRAGMA wal_checkpoint(${mode})`).get()?.log);

const content = (): Buffer => readFileSync(logOf(file));

/** Where frame number `number` of a page of 4 KiB begins, the first being 0. */
const frameAt = (number: number): number => 32 + number * (24 + 4096);

const mark = () => markLog(file, () => movedPages("PASSIVE"));

test("a log has as many pages as SQLite says, and the salt of its header", () => {
  insert(1, 2, 3);
  const bytes = content().length;
  expect(readLogOf(file)).toEqual({ ...mark(), commitsBehindDamage: 0 });
  expect(mark()?.bytes).toBe(bytes);
});

test("pages that are left from the filling before are no damage, and don't count", () => {
  insert(1, 2, 3);
  const before = mark();
  movedPages("RESTART");
  insert(4);
  const after = mark();
  expect(readLogOf(file)).toMatchObject({ salt: after?.salt, frames: after?.frames, commitsBehindDamage: 0 });
  expect(readLogOf(file)?.bytes).toBe(before?.bytes);
  expect(after?.frames).toBeLessThan(before?.frames ?? 0);
});

test("each filling of one log is known for its own, and another log is not", () => {
  insert(1);
  const first = mark()?.salt ?? "";
  movedPages("RESTART");
  insert(2);
  const second = mark()?.salt ?? "";
  expect(second).not.toBe(first);
  expect(areOfOneLog(first, first)).toBe(true);
  expect(areOfOneLog(first, second)).toBe(true);
  expect(areOfOneLog(second, first)).toBe(false);
  expect(areOfOneLog("ffffffff00000000", "0000000012345678")).toBe(true);
});

test("a page cut off at the end, as by a kill, leaves the commits before it", () => {
  insert(1, 2);
  const whole = readLog(content());
  insert(3);
  const { salt, frames } = whole;
  expect(readLog(content().subarray(0, -100))).toMatchObject({ salt, frames, commitsBehindDamage: 0 });
});

test("a damaged page is reported with the commits after it, a damaged header without any page", () => {
  insert(1, 2, 3, 4, 5);
  const log = content();
  log.writeUInt8(log.readUInt8(frameAt(2) + 2000) ^ 0xff, frameAt(2) + 2000);
  const { frames, commitsBehindDamage } = readLog(log);
  expect(frames).toBeLessThanOrEqual(2);
  expect(commitsBehindDamage).toBeGreaterThan(1);
  log.fill(0, 0, 32);
  expect(readLog(log)).toMatchObject({ salt: undefined, frames: 0, commitsBehindDamage: 0 });
});

test("a database without a log, or with one in which nothing was stored, has none", () => {
  expect(readLogOf(join(folder, "other.db"))).toBeUndefined();
  expect(markLog(join(folder, "other.db"), () => 1)).toBeUndefined();
});

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { GroupCommit } from "../../src/sqlite/group-commit.ts";

let folder: string;
let writer: DatabaseSync;
let reader: DatabaseSync;
let group: GroupCommit;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "group-"));
  writer = new DatabaseSync(join(folder, "x.db"));
  writer.exec(
    `PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON;
     CREATE TABLE t (n INTEGER PRIMARY KEY, parent INTEGER REFERENCES t (n) DEFERRABLE INITIALLY DEFERRED)`,
  );
  reader = new DatabaseSync(join(folder, "x.db"));
  group = new GroupCommit(writer);
});
afterEach(() => {
  writer.close();
  reader.close();
  rmSync(folder, { recursive: true });
});

const insert = (n: number, parent: number | null = null) =>
  writer.prepare("INSERT INTO t VALUES (?, ?)").run(n, parent);
const stored = () =>
  reader
    .prepare("SELECT n FROM t ORDER BY n")
    .all()
    .map((row) => row.n);

test("writes of one turn are committed together, and not before", async () => {
  group.write(() => insert(1));
  group.write(() => insert(2));
  expect(stored()).toEqual([]);
  await group.committed();
  expect(stored()).toEqual([1, 2]);
});

test("a change that throws leaves nothing of itself, and the others as they are", async () => {
  group.write(() => insert(1));
  const change = () =>
    group.write(() => {
      insert(2);
      throw new Error("refused");
    });
  expect(change).toThrow("refused");
  group.write(() => insert(3));
  await group.committed();
  expect(stored()).toEqual([1, 3]);
});

test("a failed commit rejects for all who wait, and does not affect the next group", async () => {
  group.write(() => insert(1));
  group.write(() => insert(2, 99));
  await expect(group.committed()).rejects.toThrow("FOREIGN KEY");
  group.write(() => insert(3));
  await group.committed();
  expect(stored()).toEqual([3]);
});

test("closing commits what is open", () => {
  group.write(() => insert(1));
  group.close();
  expect(stored()).toEqual([1]);
});

test("writes that come while the disk rests after a commit are committed too", async () => {
  for (let n = 1; n <= 20; n += 1) {
    group.write(() => insert(n));
    await group.committed();
  }
  expect(stored()).toHaveLength(20);
});

test("a reader waits for writes about what it read, and for those that don't say, but not for others", async () => {
  const pending = Symbol("pending");
  const first = (promise: Promise<void>): Promise<unknown> =>
    Promise.race([promise, Promise.resolve(pending)]);
  group.write(() => insert(1), "a");
  expect(await first(group.committed((name) => name === "b"))).not.toBe(pending);
  expect(await first(group.committed((name) => name === "a"))).toBe(pending);
  group.write(() => insert(2));
  expect(await first(group.committed((name) => name === "b"))).toBe(pending);
  await group.committed();
  expect(stored()).toEqual([1, 2]);
});

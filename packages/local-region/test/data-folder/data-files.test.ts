import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { checkDataFiles, DataFileList, databasesIn } from "../../src/data-folder/data-files.ts";
import { openDurable } from "../../src/sqlite/durable-database.ts";
import { logOf, markLog } from "../../src/sqlite/write-ahead-log.ts";

let folder: string;
/** Of a region that runs. */
let live: string;
/** As a kill leaves it. */
let data: string;
let open: DatabaseSync[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "data-files-"));
  [live, data] = [join(folder, "live"), join(folder, "killed")];
  mkdirSync(live);
  open = databasesIn(live).map((file) =>
    openDurable(file, "CREATE TABLE IF NOT EXISTS t (text TEXT) STRICT"),
  );
  // The machine itself stays up.
  for (const database of open) database.exec("PRAGMA synchronous = OFF");
  for (const name of ["schedules.json", "clock.json", "stack.json"]) writeFileSync(join(live, name), "{}");
});

afterEach(() => {
  for (const database of open) database.close();
  rmSync(folder, { recursive: true });
});

const store = (commits: number): void => {
  for (const database of open) {
    const add = database.prepare("INSERT INTO t VALUES (?)");
    for (let n = 0; n < commits; n += 1) add.run("x".repeat(3000));
  }
};

/** What the checkpoints' thread does now and then. */
const noteLogs = (list: DataFileList): void => {
  databasesIn(live).forEach((file, index) => {
    const move = open[index]?.prepare("PRAGMA wal_checkpoint(PASSIVE)");
    const mark = markLog(file, () => Number(move?.get()?.log));
    if (mark) list.noteLog(file, mark);
  });
};

const kill = (): void => cpSync(live, data, { recursive: true });

/** @param later commits between the last look at the logs and the kill. */
const livedThrough = (later = 2): void => {
  store(3);
  const list = new DataFileList(live);
  noteLogs(list);
  store(later);
  kill();
};

const inData = (name: string): string => join(data, name);
const names = ["objects.db", "queues/queues.db", "inbox.db", "executions.db"];

test("a new folder, and one of which nothing was lost in a kill, are fine", () => {
  mkdirSync(data);
  checkDataFiles(data);
  rmSync(data, { recursive: true });
  livedThrough();
  checkDataFiles(data);
});

test("a folder of an earlier version, which has no list of its files, opens as before", () => {
  livedThrough();
  rmSync(inData("files.json"));
  checkDataFiles(data);
  rmSync(inData("inbox.db"));
  checkDataFiles(data);
});

test.each([...names, "schedules.json", "clock.json"])(
  "%s is missed when it is gone, and when it has no bytes",
  (name) => {
    livedThrough();
    rmSync(inData(name));
    expect(() => checkDataFiles(data)).toThrow(
      `${inData(name)} is missing, and the region had kept data in it. Give back the whole folder ${data} from a backup. To go on without what the file held, delete it and ${inData("files.json")}.`,
    );
    writeFileSync(inData(name), "");
    expect(() => checkDataFiles(data)).toThrow(`${inData(name)} is empty (0 bytes)`);
  },
);

test("what the message says to do lets the region go on without the file", () => {
  livedThrough();
  rmSync(inData("objects.db"));
  rmSync(inData("files.json"));
  checkDataFiles(data);
});

test("a database without a byte is missed in a folder of an earlier version, too", () => {
  livedThrough();
  rmSync(inData("files.json"));
  truncateSync(inData("objects.db"), 0);
  expect(() => checkDataFiles(data)).toThrow("objects.db is empty (0 bytes)");
});

test("a database that a kill left without a byte at the folder's first start is none that was lost", () => {
  mkdirSync(data);
  writeFileSync(inData("objects.db"), "");
  checkDataFiles(data);
});

test.each(names)("a log of %s that was cut off is reported, where SQLite would go back silently", (name) => {
  livedThrough();
  const log = logOf(inData(name));
  truncateSync(log, 32 + 24 + 4096);
  expect(() => checkDataFiles(data)).toThrow(
    /-wal is torn: of at least \d+ bytes 4152 are left\. .* delete .*-wal\.$/,
  );
  rmSync(log);
  checkDataFiles(data);
  const database = new DatabaseSync(inData(name));
  expect(database.prepare("SELECT count(*) AS rows FROM t").get()).toEqual({ rows: 3 });
  database.close();
});

test("a log whose last page was damaged after it was stored is reported", () => {
  livedThrough(0);
  const log = logOf(inData("inbox.db"));
  const whole = readFileSync(log);
  writeFileSync(log, whole.fill(7, whole.length - 100));
  expect(() => checkDataFiles(data)).toThrow(/inbox\.db-wal is torn: of \d+ pages \d+ are whole/);
});

test("a log whose beginning or middle is damaged is reported, also in a folder of an earlier version", () => {
  livedThrough();
  rmSync(inData("files.json"));
  const log = logOf(inData("objects.db"));
  const whole = readFileSync(log);
  const damaged = Buffer.from(whole).fill(7, 32 + 24 + 100, 32 + 24 + 200);
  writeFileSync(log, damaged);
  expect(() => checkDataFiles(data)).toThrow("0 pages are followed by a damaged one");
  writeFileSync(log, Buffer.from(whole).fill(0, 0, 32));
  expect(() => checkDataFiles(data)).toThrow("its beginning is damaged");
  writeFileSync(log, whole);
  checkDataFiles(data);
});

test("a last commit that was cut off, as by a power cut, is no damage", () => {
  livedThrough(20);
  const log = logOf(inData("objects.db"));
  truncateSync(log, readFileSync(log).length - 100);
  checkDataFiles(data);
});

test("a log that another program has moved into its database since is not missed", () => {
  livedThrough();
  new DatabaseSync(inData("objects.db")).close();
  checkDataFiles(data);
});

test("a damaged page in the middle of a database is reported when it is opened", () => {
  store(20);
  for (const database of open) database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  const [file = ""] = databasesIn(live);
  const copy = join(folder, "copy.db");
  copyFileSync(file, copy);
  writeFileSync(copy, readFileSync(copy).fill(0xff, 4096, 8192));
  expect(() => openDurable(copy, "CREATE TABLE IF NOT EXISTS t (text TEXT) STRICT")).toThrow(
    /copy\.db can't be used: it is damaged/,
  );
});

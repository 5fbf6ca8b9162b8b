import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { openDatabase } from "../../../src/services/stepfunctions/journal/database.ts";
import { Journal } from "../../../src/services/stepfunctions/journal/journal.ts";

let folder: string;
let database: DatabaseSync;
let journal: Journal;
let logged: string[];
let committed: number[];

const owner = { id: 1, arn: "arn:aws:states:us-east-1:000000000000:execution:Run:monday" };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "journal-"));
  database = openDatabase(join(folder, "executions.db"));
  logged = [];
  committed = [];
  journal = new Journal(database, {
    onCommit: (_, { id }) => committed.push(id),
    log: (line) => logged.push(line),
    retryMs: 1,
  });
});

afterEach(() => {
  journal.close();
  database.close();
  rmSync(folder, { recursive: true });
});

const append = (id: number): void =>
  journal.append(owner, {
    id,
    previousEventId: id - 1,
    timestamp: 0,
    type: "PassStateEntered",
    details: { name: "x".repeat(100_000) },
    path: "",
  });

/** SQLite fails with SQLITE_FULL beyond it, as on a full disk. */
const fill = (): void => {
  database.exec("PRAGMA max_page_count = 1");
};

const makeRoom = (): void => {
  database.exec("PRAGMA max_page_count = 100000");
};

test("what a full disk does not take is kept, and stored in its order once there is room", async () => {
  fill();
  append(1);
  await expect(journal.stored()).rejects.toThrow("the disk is full");
  append(2);
  const stored = journal.committed();
  expect(committed).toEqual([]);
  makeRoom();
  await stored;
  expect(committed).toEqual([1, 2]);
  const rows = database.prepare("SELECT id FROM events ORDER BY id").all();
  expect(rows.map(({ id }) => id)).toEqual([1, 2]);
  expect(logged).toEqual([
    expect.stringMatching(/can't write down .*: the disk is full\. It goes on by itself/),
    expect.stringMatching(/are written down again/),
  ]);
});

test("while the disk is full nothing new is begun, and afterwards it is", async () => {
  expect(() => journal.checkTakes()).not.toThrow();
  fill();
  append(1);
  await expect(journal.stored()).rejects.toMatchObject({ code: "ServiceUnavailable", status: 503 });
  expect(() => journal.checkTakes()).toThrow("the disk is full");
  makeRoom();
  await journal.committed();
  expect(() => journal.checkTakes()).not.toThrow();
  append(2);
  await journal.stored();
});

test("a write that can never succeed stops the journal, and says so", async () => {
  append(1);
  await journal.committed();
  append(1);
  await expect(journal.committed()).rejects.toThrow("UNIQUE");
  expect(logged).toEqual([
    expect.stringMatching(/^The region's Step Functions stop: UNIQUE .*Start the region again/),
  ]);
  await expect(journal.committed()).rejects.toThrow("UNIQUE");
});

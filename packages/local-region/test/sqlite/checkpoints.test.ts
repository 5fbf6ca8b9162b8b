import { copyFileSync, mkdtempSync, rmSync, watch } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { keepCheckpoints } from "../../src/sqlite/checkpoints.ts";
import { openDurable } from "../../src/sqlite/durable-database.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "checkpoints-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const unexpected = (line: string): never => {
  throw new Error(line);
};

const rowsOf = (file: string): unknown[] => {
  const database = new DatabaseSync(file);
  try {
    return database.prepare("SELECT n FROM t").all();
  } finally {
    database.close();
  }
};

const nextChangeOf = (file: string): Promise<void> =>
  new Promise((resolve) => {
    const watcher = watch(file, () => {
      watcher.close();
      resolve();
    });
  });

test("what was committed is moved from the log into the database while its writer keeps it open", async () => {
  const [file, copy] = [join(folder, "x.db"), join(folder, "copy.db")];
  const writer = openDurable(file, "");
  writer.exec("CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (1), (2)");
  const moved = nextChangeOf(file);
  const stop = keepCheckpoints({ files: [file], log: unexpected, everyMs: 1 });
  await moved;
  await stop();
  copyFileSync(file, copy);
  expect(rowsOf(copy)).toEqual([{ n: 1 }, { n: 2 }]);
  writer.close();
});

test("a thread that fails is reported, and can still be stopped", async () => {
  const logged = Promise.withResolvers<string>();
  const stop = keepCheckpoints({ files: [folder], log: logged.resolve });
  expect(await logged.promise).toMatch(/^The write-ahead logs are no longer kept short: .*unable to open/);
  await stop();
});

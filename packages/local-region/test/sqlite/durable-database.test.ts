import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { openDurable } from "../../src/sqlite/durable-database.ts";

const schema = "CREATE TABLE IF NOT EXISTS things (id INTEGER PRIMARY KEY, is_latest INTEGER) STRICT";

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "durable-"));
  file = join(folder, "objects.db");
});
afterEach(() => rmSync(folder, { recursive: true }));

const whatToDo = "Give back the right file, move this one away, or choose another folder with --data.";

test("a file is made with its tables, and found again", () => {
  const first = openDurable(join(folder, "new", "objects.db"), schema);
  first.exec("INSERT INTO things VALUES (1, 1)");
  first.close();
  const again = openDurable(join(folder, "new", "objects.db"), schema);
  expect(again.prepare("SELECT is_latest FROM things").all()).toHaveLength(1);
  again.close();
});

test("a file that is no database is named, with what to do", () => {
  writeFileSync(file, "garbage ".repeat(1000));
  expect(() => openDurable(file, schema)).toThrow(
    `${file} can't be used: it is no SQLite database. ${whatToDo}`,
  );
});

test("a file that can't be opened is named, with what to do", () => {
  mkdirSync(file);
  expect(() => openDurable(file, schema)).toThrow(
    `${file} can't be used: it can't be opened: it, or its folder, can't be read and written. ${whatToDo}`,
  );
});

test("a file with other tables is named, with the columns that it lacks", () => {
  const other = new DatabaseSync(file);
  other.exec("CREATE TABLE things (id INTEGER)");
  other.close();
  expect(() => openDurable(file, schema)).toThrow(
    `${file} can't be used: it was written by another version, without things.is_latest. ${whatToDo}`,
  );
});

test("an error while a file is brought up to date names the file", () => {
  expect(() => openDurable(file, (database) => database.exec("SELECT 1 FROM nowhere"))).toThrow(
    `${file} can't be used: no such table: nowhere. ${whatToDo}`,
  );
});

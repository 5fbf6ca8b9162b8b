import { statSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { closeDatabaseToOthers, makePrivateFolder } from "../data-folder/private-files.ts";
import { unusable } from "../data-folder/unusable-file.ts";

/** How long one connection waits for another; milliseconds. */
const timeoutMs = 5_000;

/**
 * Pages of 4 KiB in the write-ahead log at which a commit moves them into the database itself, which holds up its thread.
 * SQLite's default is 1,000; this many gather only when the checkpoints' own thread can't keep up.
 */
const mostLoggedPages = 20_000;

/** Files up to this size are read completely when they are opened, which takes a tenth of a second. */
const mostCheckedBytes = 64 * 1024 * 1024;

/** Checks all pages: SQLite itself reads only the first page when it opens a file. */
const checkPages = (database: DatabaseSync, file: string): void => {
  if (statSync(file).size > mostCheckedBytes) return;
  const said = database.prepare("PRAGMA quick_check(1)").get()?.quick_check;
  if (said !== "ok") throw new Error(`it is damaged: ${String(said).replaceAll("\n", " ")}`);
};

const columns = `SELECT t.name || '.' || c.name AS name
  FROM sqlite_schema AS t, pragma_table_info(t.name) AS c WHERE t.type = 'table'`;

const columnsOf = (database: DatabaseSync): Set<string> =>
  new Set(
    database
      .prepare(columns)
      .all()
      .map(({ name }) => String(name)),
  );

/** Checks the columns: `CREATE TABLE IF NOT EXISTS` accepts a table of that name with any columns. */
const checkColumns = (database: DatabaseSync, schema: string): void => {
  const model = new DatabaseSync(":memory:");
  model.exec(schema);
  const missing = [...columnsOf(model).difference(columnsOf(database))];
  model.close();
  if (missing.length > 0) throw new Error(`it was written by another version, without ${missing.join(", ")}`);
};

const open = (file: string, prepare: (database: DatabaseSync) => void): DatabaseSync => {
  makePrivateFolder(dirname(file));
  const database = new DatabaseSync(file, { timeout: timeoutMs });
  try {
    database.exec(
      `PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = ${mostLoggedPages}; PRAGMA foreign_keys = ON`,
    );
    closeDatabaseToOthers(file);
    checkPages(database, file);
    prepare(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
};

/**
 * Opens a SQLite file, made if it is not there, whose every commit is on the disk when it returns (WAL, synchronous FULL).
 *
 * @param tables its schema, which makes missing tables; or a function that brings an older file to the newest version.
 * @throws {Error} naming the file when it can't be opened, is no database, or has other tables.
 */
export const openDurable = (
  file: string,
  tables: string | ((database: DatabaseSync) => void),
): DatabaseSync => {
  try {
    return open(file, (database) => {
      if (typeof tables === "function") return tables(database);
      database.exec(tables);
      checkColumns(database, tables);
    });
  } catch (error) {
    throw unusable(file, error);
  }
};

import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** How long one connection waits for another; milliseconds. */
const timeoutMs = 5_000;

/**
 * Pages of 4 KiB in the write-ahead log at which a commit moves them into the database itself, which holds up its thread.
 * By default it is 1,000; so many gather only when the checkpoints' own thread can't keep up.
 */
const mostLoggedPages = 20_000;

/** Opens a SQLite file, made if it is not there, whose every commit is on the disk when it returns (WAL, synchronous FULL). */
export const openDurable = (file: string): DatabaseSync => {
  mkdirSync(dirname(file), { recursive: true });
  const database = new DatabaseSync(file, { timeout: timeoutMs });
  database.exec(
    `PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = ${mostLoggedPages}; PRAGMA foreign_keys = ON`,
  );
  return database;
};

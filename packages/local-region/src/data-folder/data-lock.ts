import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { RegionError } from "../region-error.ts";
import { makePrivateFile, privateFile } from "./private-files.ts";
import { sqliteBusy, sqliteCodeOf, unusable } from "./unusable-file.ts";

export interface DataLock {
  release(): void;
}

const holderOf = (pidFile: string): string => {
  try {
    return ` (process ${readFileSync(pidFile, "utf8").trim()})`;
  } catch {
    return "";
  }
};

const openLock = (file: string): DatabaseSync => {
  try {
    makePrivateFile(file);
    return new DatabaseSync(file, { timeout: 0 });
  } catch (error) {
    throw unusable(file, error);
  }
};

/**
 * Locks a data folder for one region. The lock is the operating system's, through SQLite: it ends with the process, also
 * when that is killed, so there are no stale locks.
 *
 * @throws {RegionError} when another region has it, and when its lock file can't be used.
 */
export const lockDataFolder = (folder: string): DataLock => {
  const pidFile = join(folder, "region.pid");
  const database = openLock(join(folder, "region.lock"));
  try {
    database.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    if (sqliteCodeOf(error) !== sqliteBusy) throw unusable(join(folder, "region.lock"), error);
    throw new RegionError(
      `Another region is running in ${folder}${holderOf(pidFile)}. Stop it, or choose another folder with --data.`,
    );
  }
  writeFileSync(pidFile, `${process.pid}\n`, { mode: privateFile });
  return { release: () => database.close() };
};

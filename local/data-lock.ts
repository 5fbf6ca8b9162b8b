import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

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

/**
 * Takes a data folder for one region. The lock is the operating system's, through SQLite: it ends with the process, also
 * when that is killed, so there is no stale lock to be told from a good one.
 *
 * @throws {Error} when another region has it.
 */
export const lockDataFolder = (folder: string): DataLock => {
  const pidFile = join(folder, "region.pid");
  const database = new DatabaseSync(join(folder, "region.lock"), { timeout: 0 });
  try {
    database.exec("BEGIN EXCLUSIVE");
  } catch {
    database.close();
    throw new Error(
      `Another region is running in ${folder}${holderOf(pidFile)}. Stop it, or choose another folder with --data.`,
    );
  }
  writeFileSync(pidFile, `${process.pid}\n`);
  return { release: () => database.close() };
};

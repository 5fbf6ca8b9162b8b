import { chmodSync, closeSync, existsSync, lstatSync, mkdirSync, openSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Only its user may read a region's files: they hold the app's data and mails, and keys. */
export const privateFile = 0o600;
const privateFolder = 0o700;

export const makePrivateFolder = (folder: string): void => {
  mkdirSync(folder, { recursive: true, mode: privateFolder });
};

/** Makes an empty file where there is none. Files that SQLite makes beside it get the same mode. */
export const makePrivateFile = (file: string): void => {
  closeSync(openSync(file, "a", privateFile));
  chmodSync(file, privateFile);
};

/** Closes a SQLite file to others, with the files beside it after a kill. Files that SQLite makes later get its mode. */
export const closeDatabaseToOthers = (file: string): void => {
  for (const part of [file, `${file}-wal`, `${file}-shm`]) if (existsSync(part)) chmodSync(part, privateFile);
};

/** The lock is the first thing that a region makes in its folder. */
const lockName = "region.lock";
const ownFiles = /^region\.(lock(-journal)?|pid)$|^[\w-]+\.(json|db(-wal|-shm|-journal)?)(\.new)?$/;
const ownFolders: ReadonlySet<string> = new Set(["queues", "logs", "costs"]);

/** Closes a folder to others, with all that is in it. */
export const closeToOthers = (folder: string): void => {
  chmodSync(folder, privateFolder);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) closeToOthers(path);
    if (entry.isFile()) chmodSync(path, privateFile);
  }
};

/**
 * Makes a region's data folder, or closes to others what an earlier version left open there. A folder that has another use,
 * such as somebody's home, keeps its mode, and files that are not the region's are not touched.
 */
export const makeDataFolder = (folder: string): void => {
  makePrivateFolder(folder);
  const { uid, mode } = lstatSync(folder);
  const entries = readdirSync(folder, { withFileTypes: true });
  const isOwn = entries.length === 0 || entries.some(({ name }) => name === lockName);
  const isShared = (mode & 0o1000) !== 0 || uid !== process.getuid?.();
  if (!isOwn || isShared) return;
  chmodSync(folder, privateFolder);
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isFile() && ownFiles.test(entry.name)) chmodSync(path, privateFile);
    if (entry.isDirectory() && ownFolders.has(entry.name)) closeToOthers(path);
  }
};

import { chmodSync, closeSync, existsSync, lstatSync, mkdirSync, openSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** What a region keeps is for its user alone: what the app stored and mailed, and keys. */
export const privateFile = 0o600;
const privateFolder = 0o700;

export const makePrivateFolder = (folder: string): void => {
  mkdirSync(folder, { recursive: true, mode: privateFolder });
};

/** Makes an empty file where there is none. What SQLite makes beside a file is as open as that. */
export const makePrivateFile = (file: string): void => {
  closeSync(openSync(file, "a", privateFile));
  chmodSync(file, privateFile);
};

/** A SQLite file, with what lies beside it after a kill. Those that SQLite makes later are as the file is. */
export const closeDatabaseToOthers = (file: string): void => {
  for (const part of [file, `${file}-wal`, `${file}-shm`]) if (existsSync(part)) chmodSync(part, privateFile);
};

/** The lock is the first thing that a region makes in its folder. */
const lockName = "region.lock";
const ownFiles = /^region\.(lock(-journal)?|pid)$|^[\w-]+\.(json|db(-wal|-shm|-journal)?)(\.new)?$/;
const ownFolders: ReadonlySet<string> = new Set(["queues", "logs", "costs"]);

/** Closes a folder to others, with all that lies in it. */
export const closeToOthers = (folder: string): void => {
  chmodSync(folder, privateFolder);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) closeToOthers(path);
    if (entry.isFile()) chmodSync(path, privateFile);
  }
};

/**
 * Makes a region's data folder, or closes to others what an earlier version left open there. A folder that was something else
 * before, such as somebody's home, keeps its mode, and whatever the region does not keep is not touched.
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

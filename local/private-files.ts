import { chmodSync, closeSync, mkdirSync, openSync, renameSync, writeFileSync } from "node:fs";

/** What a region keeps is for its user alone: tests, answers, grades, addresses and keys. */
export const privateFile = 0o600;
export const privateFolder = 0o700;

export const makePrivateFolder = (folder: string): void => {
  mkdirSync(folder, { recursive: true, mode: privateFolder });
};

/** Makes an empty file where there is none. One that is there, also from an earlier version, is closed to others. */
export const makePrivateFile = (file: string): void => {
  closeSync(openSync(file, "a", privateFile));
  chmodSync(file, privateFile);
};

/** Writes a file that appears as a whole or not at all, once it is on the disk. */
export const writePrivately = (file: string, content: string): void => {
  const unfinished = `${file}.new`;
  makePrivateFile(unfinished);
  writeFileSync(unfinished, content, { flush: true });
  renameSync(unfinished, file);
};

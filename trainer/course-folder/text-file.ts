import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Problems } from "./problems.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * The text of one file of the course folder, without a byte order mark; `undefined`, with the problem noted, when the
 * file can't be read, is not UTF-8 or holds nothing.
 */
export const readText = (folder: string, file: string, problems: Problems): string | undefined => {
  const bytes = readBytes(folder, file, problems);
  if (bytes === undefined) return undefined;
  const text = decode(bytes);
  if (text === undefined) {
    problems.add(file, firstBadLine(bytes), "is not UTF-8 text: save the file with the encoding UTF-8");
    return undefined;
  }
  if (text.trim() === "") {
    problems.add(file, 1, "is empty");
    return undefined;
  }
  return text;
};

const readBytes = (folder: string, file: string, problems: Problems): Buffer | undefined => {
  try {
    return readFileSync(join(folder, file));
  } catch (error) {
    problems.add(file, 1, `can't be read: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
};

const decode = (bytes: Uint8Array): string | undefined => {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
};

/** Lines end at byte 10 in every encoding a trainer's editor is likely to have used, UTF-16 being found on line 1. */
const firstBadLine = (bytes: Buffer): number => {
  let line = 1;
  for (let start = 0; start < bytes.length; line += 1) {
    const newline = bytes.indexOf(10, start);
    const end = newline === -1 ? bytes.length : newline + 1;
    if (decode(bytes.subarray(start, end)) === undefined) return line;
    start = end;
  }
  return 1;
};

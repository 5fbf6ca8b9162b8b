import { readFileSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../../course/unknown-value.ts";
import { decode } from "./decode.ts";
import { noTextSentence } from "./file-kind.ts";
import type { Problems } from "./problems.ts";

/**
 * The text of one file of the course folder, without a byte order mark, its lines ended by a line feed; `undefined`, with
 * the problem noted, when the file can't be read, is no text in a known encoding or holds nothing.
 */
export const readText = (folder: string, file: string, problems: Problems): string | undefined => {
  const bytes = readBytes(folder, file, problems);
  return bytes === undefined ? undefined : textOf(bytes, file, problems);
};

/** Like `readText`, for a file that was read already; problems call it `file`. */
export const textOf = (bytes: Buffer, file: string, problems: Problems): string | undefined => {
  const noText = noTextSentence(bytes);
  if (noText !== undefined) {
    problems.add(file, 1, noText);
    return undefined;
  }
  const decoded = decode(bytes);
  if ("fault" in decoded) {
    problems.add(file, decoded.line, decoded.fault);
    return undefined;
  }
  if (decoded.text.trim() !== "") return decoded.text;
  problems.add(file, 1, "is empty");
  return undefined;
};

const readBytes = (folder: string, file: string, problems: Problems): Buffer | undefined => {
  try {
    return readFileSync(join(folder, file));
  } catch (error) {
    problems.add(file, 1, `can't be read: ${messageOf(error)}`);
    return undefined;
  }
};

import { type BookLine, bookLineSchema } from "../../course/gradebook/book.ts";
import { type StudentId, studentIdSchema } from "../../course/ids.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { parseJson } from "../storage/json-store.ts";
import type { ObjectStore } from "../storage/object-store.ts";

/**
 * The course's book, `gradebook/<part>.jsonl`: the outcome that counts for every student and test, from whichever run. A
 * student stays in one part for ever, new students fill the last one, and no part is ever removed. So each part is read and
 * written alone, and a course of any size needs the memory of one part.
 */

/** Students of one part. With 60 tests it has some 12 MB. */
export const studentsOfBookPart = 2_000;

/** A line as it is stored. Only what is looked at is parsed: a run's students may be in any part. */
export interface StoredLine {
  readonly studentId: StudentId;
  readonly text: string;
  /** @throws CorruptError naming the line. */
  line(): BookLine;
}

export interface StoredPart {
  readonly key: string;
  readonly lines: readonly StoredLine[];
  /** null: there is no such part. */
  readonly etag: string | null;
}

/** How `newLine` begins; an id needs no escapes. */
const beginning = /^\{"studentId":"([^"\\]+)",/;

/** @throws CorruptError when the line does not say whose it is. */
const storedLine = (text: string, place: string): StoredLine => {
  const line = (): BookLine => parseJson(text, bookLineSchema, place);
  const studentId = studentIdSchema.safeParse(beginning.exec(text)?.[1]).data ?? line().studentId;
  return { studentId, text, line };
};

/** Its text alone is kept: a part in cells takes several times as much memory. */
export const newLine = (line: BookLine): StoredLine =>
  storedLine(JSON.stringify(line), `the book's line of ${line.studentId}`);

/** @throws CorruptError naming the line. */
export const readBookPart = async (store: ObjectStore, number: number): Promise<StoredPart> => {
  const key = keys.bookPart(number);
  const stored = await store.get(key);
  if (stored === null) return { key, lines: [], etag: null };
  const lines = stored.text.split("\n").flatMap((text, index) => {
    // An erasure may leave a blank line.
    return text.trim() === "" ? [] : [storedLine(text, `${key}, line ${index + 1}`)];
  });
  return { key, lines, etag: stored.etag };
};

/** false: somebody else has written the part meanwhile. */
export const writeBookPart = (
  store: ObjectStore,
  { key, etag }: StoredPart,
  lines: readonly StoredLine[],
): Promise<boolean> => {
  const text = lines.map((line) => `${line.text}\n`).join("");
  return etag === null ? store.create(key, text) : store.replace(key, text, etag);
};

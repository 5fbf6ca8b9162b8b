import { isDeepStrictEqual } from "node:util";
import { keptLine } from "../course/expiry.ts";
import {
  type BookCell,
  type BookLine,
  bookLineSchema,
  mergedLines,
  type RunOutcomes,
  withOutcome,
} from "../course/gradebook/book.ts";
import type { Override } from "../course/gradebook/override.ts";
import type { Instant, StudentId, TestRef } from "../course/ids.ts";
import { testPath } from "../course/ids.ts";
import { keys } from "../course/storage-keys.ts";
import type { NamedTest } from "../course/test-names.ts";
import { CorruptError } from "./errors.ts";
import { parseJson } from "./json-store.ts";
import type { ObjectStore } from "./object-store.ts";

/**
 * The course's book, `gradebook/<part>.jsonl`: the outcome that counts for every student and test, from whichever run. A
 * student stays in one part for ever, new students fill the last one, and no part is ever removed. So each part is read and
 * written alone, and a course of any size needs the memory of one part.
 */

/** Students of one part. With 60 tests it has some 12 MB. */
const mostInPart = 2_000;

interface Part {
  readonly key: string;
  readonly lines: readonly BookLine[];
  /** null: there is no such part. */
  readonly etag: string | null;
}

/** @throws CorruptError naming the line. */
const readPart = async (store: ObjectStore, number: number): Promise<Part> => {
  const key = keys.bookPart(number);
  const stored = await store.get(key);
  if (stored === null) return { key, lines: [], etag: null };
  const lines = stored.text.split("\n").flatMap((line, index) => {
    // An erasure may leave a blank line.
    return line.trim() === "" ? [] : [parseJson(line, bookLineSchema, `${key}, line ${index + 1}`)];
  });
  return { key, lines, etag: stored.etag };
};

/** All students in the book, in no particular order. @throws CorruptError */
export async function* readBook(store: ObjectStore): AsyncIterable<BookLine> {
  for (let number = 0; ; number += 1) {
    const { lines, etag } = await readPart(store, number);
    if (etag === null) return;
    yield* lines;
  }
}

/** false: somebody else has written the part meanwhile. */
const writePart = (store: ObjectStore, { key, etag }: Part, lines: readonly BookLine[]): Promise<boolean> => {
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
  return etag === null ? store.create(key, text) : store.replace(key, text, etag);
};

const mostRounds = 10;

/** A part after a change: its lines, and whether any of them changed. */
interface Revision {
  readonly lines: readonly BookLine[];
  readonly isChanged: boolean;
}

/** Changes a part that others may change too. `change` is called again when somebody else was faster. */
const updatePart = async (
  store: ObjectStore,
  number: number,
  change: (part: Part) => Revision,
): Promise<Part> => {
  for (let round = 0; round < mostRounds; round += 1) {
    const part = await readPart(store, number);
    const { lines, isChanged } = change(part);
    if (!isChanged || (await writePart(store, part, lines))) return { ...part, lines };
  }
  throw new Error(`${keys.bookPart(number)} kept changing under ${mostRounds} tries to write it.`);
};

/** Returns the new line; the same object means no change. */
type ChangeLine = (line: BookLine) => BookLine;

/** Changes the lines of the students that are in the part, and adds the others as long as there is room. */
const changeLines = (
  lines: readonly BookLine[],
  wanted: ReadonlySet<StudentId>,
  change: ChangeLine,
  { room, since }: { readonly room: number; readonly since: Instant | null },
): Revision => {
  const here = new Set(lines.map(({ studentId }) => studentId));
  const newcomers = wanted
    .values()
    .filter((id) => !here.has(id))
    .take(room)
    .map((studentId) => change({ studentId, cells: {} }));
  const changed = lines.map((line) => (wanted.has(line.studentId) ? change(line) : line));
  const next = [...changed, ...newcomers].map((line) => keptLine(line, since));
  return { lines: next, isChanged: next.some((line, index) => line !== lines[index]) };
};

/** Changes the lines of some students; a student without a line gets one. Cells of before `since` go. */
const updateBook = async (
  store: ObjectStore,
  students: Iterable<StudentId>,
  change: ChangeLine,
  since: Instant | null = null,
): Promise<void> => {
  const left = new Set(students);
  const update = async (number: number, roomFor: (lines: number) => number): Promise<Part> => {
    const part = await updatePart(store, number, ({ lines }) =>
      changeLines(lines, left, change, { room: roomFor(lines.length), since }),
    );
    for (const { studentId } of part.lines) left.delete(studentId);
    return part;
  };
  let number = 0;
  while (left.size > 0 && (await update(number, () => 0)).etag !== null) number += 1;
  for (let last = Math.max(number - 1, 0); left.size > 0; last += 1) {
    await update(last, (lines) => Math.max(mostInPart - lines, 0));
  }
};

/** A cell that a run has graded, and in which something else was set by hand. */
export interface KeptOverride {
  readonly studentId: StudentId;
  /** The test's `testPath`. */
  readonly path: string;
  readonly cell: BookCell & { readonly override: Override };
}

/** Nothing moves what was set by hand when a test gets a new name; it counts all the same. */
const overrideUnderEarlierName = (cells: BookLine["cells"], test?: NamedTest): Override | undefined =>
  test?.renamedFrom?.flatMap((ref) => cells[testPath(ref)]?.override ?? []).at(0);

export interface FoldRules {
  /** By `testPath`, for their earlier names: something set by hand under one of those counts too. */
  readonly tests?: ReadonlyMap<string, NamedTest>;
  /** What is older goes (expiry.ts); null: nothing. */
  readonly since?: Instant | null;
}

/**
 * Adds the outcomes of a run to the book. Adding them again changes nothing, and the order of runs does not matter
 * (`countingOutcome`). What was set by hand stays; it is returned where the run has an outcome for the same test.
 *
 * @param outcomesOf of one student, by `testPath`.
 * @throws CorruptError
 */
export const foldIntoBook = async (
  store: ObjectStore,
  students: Iterable<StudentId>,
  outcomesOf: (studentId: StudentId) => RunOutcomes,
  { tests = new Map(), since = null }: FoldRules = {},
): Promise<KeptOverride[]> => {
  const kept = new Map<string, KeptOverride>();
  const change: ChangeLine = (line) => {
    const cells = { ...line.cells };
    let isChanged = false;
    for (const [path, outcome] of outcomesOf(line.studentId)) {
      const before = cells[path];
      const cell = withOutcome(before, outcome);
      isChanged ||= cell !== before;
      cells[path] = cell;
      const override = cell.override ?? overrideUnderEarlierName(cells, tests.get(path));
      if (override) {
        const entry = { studentId: line.studentId, path, cell: { ...cell, override } };
        kept.set(`${line.studentId} ${path}`, entry);
      }
    }
    return isChanged ? { ...line, cells } : line;
  };
  await updateBook(store, students, change, since);
  return [...kept.values()];
};

/** Sets what counts by hand in a student's cell; null: what grading gave counts again. @throws CorruptError */
export const setInBook = (
  store: ObjectStore,
  studentId: StudentId,
  test: TestRef,
  override: Override | null,
): Promise<void> =>
  updateBook(store, [studentId], (line) => {
    const path = testPath(test);
    const { override: before, ...cell } = line.cells[path] ?? {};
    if (isDeepStrictEqual(before ?? null, override)) return line;
    return { ...line, cells: { ...line.cells, [path]: { ...cell, ...(override && { override }) } } };
  });

/**
 * The book by student. The lines of a student who is in two parts, after two writers raced, are merged. @throws
 * CorruptError
 */
export const bookByStudent = async (store: ObjectStore): Promise<Map<StudentId, BookLine>> => {
  const lines = new Map<StudentId, BookLine>();
  for await (const line of readBook(store)) {
    const known = lines.get(line.studentId);
    lines.set(line.studentId, known ? mergedLines(known, line) : line);
  }
  return lines;
};

/** Empties parts that can't be read, and returns their keys; the store keeps what they held as old versions. */
export const emptyUnreadableParts = async (store: ObjectStore): Promise<string[]> => {
  const emptied: string[] = [];
  for (let number = 0; ; number += 1) {
    try {
      if ((await readPart(store, number)).etag === null) return emptied;
    } catch (error) {
      if (!(error instanceof CorruptError)) throw error;
      // Not empty: an empty body has no length that the SDK can tell.
      await store.put(keys.bookPart(number), "\n");
      emptied.push(keys.bookPart(number));
    }
  }
};

import { isDeepStrictEqual } from "node:util";
import {
  type BookCell,
  type BookLine,
  mergedLines,
  type RunOutcomes,
  sharedCells,
  withOutcome,
} from "../../course/gradebook/book.ts";
import type { Override } from "../../course/gradebook/override.ts";
import type { Instant, StudentId, TestRef } from "../../course/ids.ts";
import { testPath } from "../../course/ids.ts";
import { keptLine } from "../../course/storage/expiry.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import type { NamedTest } from "../../course/test-names.ts";
import { CorruptError } from "../errors.ts";
import type { ObjectStore } from "../storage/object-store.ts";
import {
  newLine,
  readBookPart,
  type StoredLine,
  type StoredPart,
  studentsOfBookPart,
  writeBookPart,
} from "./stored-book-part.ts";

/** Returns the new line; the same object means no change. */
type ChangeLine = (line: BookLine) => BookLine;

/** A part's lines after a change, and whether any of them changed. */
interface Revision {
  readonly lines: readonly StoredLine[];
  readonly isChanged: boolean;
}

const mostRounds = 10;

/** Changes a part that others may change too. `change` is called again when somebody else was faster. */
const updatePart = async (
  store: ObjectStore,
  number: number,
  change: (part: StoredPart) => Revision,
): Promise<StoredPart> => {
  for (let round = 0; round < mostRounds; round += 1) {
    const part = await readBookPart(store, number);
    const { lines, isChanged } = change(part);
    if (!isChanged || (await writeBookPart(store, part, lines))) return { ...part, lines };
  }
  throw new Error(`${keys.bookPart(number)} kept changing under ${mostRounds} tries to write it.`);
};

/** Changes the lines of the students that are in the part, and adds the others as long as there is room. */
const changeLines = (
  lines: readonly StoredLine[],
  wanted: ReadonlySet<StudentId>,
  change: ChangeLine,
  { room, since }: { readonly room: number; readonly since: Instant | null },
): Revision => {
  const changedLine = (stored: StoredLine): StoredLine => {
    const isWanted = wanted.has(stored.studentId);
    // Most of a large part is kept as it is, so it is neither parsed nor written anew.
    if (!isWanted && since === null) return stored;
    const line = stored.line();
    const next = keptLine(isWanted ? change(line) : line, since);
    return next === line ? stored : newLine(next);
  };
  const here = new Set(lines.map(({ studentId }) => studentId));
  const newcomers = wanted
    .values()
    .filter((id) => !here.has(id))
    .take(room)
    .map((studentId) => newLine(keptLine(change({ studentId, cells: {} }), since)));
  const next = [...lines.map(changedLine), ...newcomers];
  return { lines: next, isChanged: next.some((line, index) => line !== lines[index]) };
};

/**
 * Looks at the book's parts, those near a likely one first, until `look` says that it has seen enough.
 *
 * @param look `isThere` says whether there is such a part.
 * @returns how many parts there are; as far as it has looked.
 */
const lookOutward = async (
  likely: number,
  look: (number: number) => Promise<{ readonly isThere: boolean; readonly isEnough: boolean }>,
): Promise<number> => {
  let [up, down, end] = [likely, likely - 1, Number.POSITIVE_INFINITY];
  while (up < end || down >= 0) {
    const number = up < end && (down < 0 || up - likely <= likely - down) ? up++ : down--;
    const { isThere, isEnough } = await look(number);
    if (!isThere) end = Math.min(end, number);
    if (isEnough) return Math.min(up, end);
  }
  return end;
};

interface Place {
  /** The part of the book in which the students probably are. */
  readonly likelyPart?: number;
  /** What is older goes; null: nothing. */
  readonly since?: Instant | null;
}

/** Changes the lines of some students; a student without a line gets one. Cells of before `since` go. */
const updateBook = async (
  store: ObjectStore,
  students: Iterable<StudentId>,
  change: ChangeLine,
  { likelyPart = 0, since = null }: Place = {},
): Promise<void> => {
  const left = new Set(students);
  const update = async (number: number, roomFor: (lines: number) => number): Promise<StoredPart> => {
    const part = await updatePart(store, number, ({ lines }) =>
      changeLines(lines, left, change, { room: roomFor(lines.length), since }),
    );
    for (const { studentId } of part.lines) left.delete(studentId);
    return part;
  };
  if (left.size === 0) return;
  const parts = await lookOutward(likelyPart, async (number) => {
    const { etag } = await update(number, () => 0);
    return { isThere: etag !== null, isEnough: left.size === 0 };
  });
  for (let last = Math.max(parts - 1, 0); left.size > 0; last += 1) {
    await update(last, (lines) => Math.max(studentsOfBookPart - lines, 0));
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
  /** How many students probably come before these in the book. */
  readonly studentsBefore?: number;
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
  { tests = new Map(), since = null, studentsBefore = 0 }: FoldRules = {},
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
  await updateBook(store, students, change, {
    likelyPart: Math.floor(studentsBefore / studentsOfBookPart),
    since,
  });
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
  const share = sharedCells();
  for await (const read of readBook(store)) {
    const line = share(read);
    const known = lines.get(line.studentId);
    lines.set(line.studentId, known ? mergedLines(known, line) : line);
  }
  return lines;
};

/** All students in the book, in no particular order. @throws CorruptError */
export async function* readBook(store: ObjectStore): AsyncIterable<BookLine> {
  for (let number = 0; ; number += 1) {
    const { lines, etag } = await readBookPart(store, number);
    if (etag === null) return;
    for (const stored of lines) yield stored.line();
  }
}

/** Empties parts that can't be read, and returns their keys; the store keeps what they held as old versions. */
export const emptyUnreadableParts = async (store: ObjectStore): Promise<string[]> => {
  const emptied: string[] = [];
  for (let number = 0; ; number += 1) {
    try {
      const { lines, etag } = await readBookPart(store, number);
      if (etag === null) return emptied;
      for (const stored of lines) stored.line();
    } catch (error) {
      if (!(error instanceof CorruptError)) throw error;
      // Not empty: an empty body has no length that the SDK can tell.
      await store.put(keys.bookPart(number), "\n");
      emptied.push(keys.bookPart(number));
    }
  }
};

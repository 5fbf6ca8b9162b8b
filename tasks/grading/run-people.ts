import { NotFoundError } from "../../adapters/errors.ts";
import { readJsonLines } from "../../adapters/storage/json-store.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import type { RunId, StudentId } from "../../course/ids.ts";
import {
  type ExtendedLine,
  extendedLineSchema,
  type RemovedLine,
  removedLineSchema,
} from "../../course/run/run-people.ts";
import type { RunRecord } from "../../course/run/run-record.ts";
import type { RunReport } from "../../course/run/run-report.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { goesBy, type NamedTest } from "../../course/test-names.ts";

async function* linesIfThere<T>(lines: AsyncIterable<T>): AsyncIterable<T> {
  try {
    yield* lines;
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
  }
}

/** Students of a part of a run's roster who have more time for tests of the run. */
export const readExtended = (store: ObjectStore, runId: RunId, part: number): Promise<ExtendedLine[]> =>
  Array.fromAsync(linesIfThere(readJsonLines(store, keys.runExtended(runId, part), extendedLineSchema)));

const removedLines = (store: ObjectStore): AsyncIterable<RemovedLine> =>
  linesIfThere(readJsonLines(store, keys.removed, removedLineSchema));

/** Students who left the list during the run, and whom it graded all the same. */
export const leftMeanwhile = async (
  store: ObjectStore,
  { resumes }: RunRecord,
  graded: ReadonlyMap<StudentId, unknown>,
): Promise<StudentId[]> => {
  const left: StudentId[] = [];
  if (resumes !== null) return left;
  for await (const { studentId } of removedLines(store)) if (graded.has(studentId)) left.push(studentId);
  return left;
};

/** Students off the list who had submitted a test of the run, one entry for each test. None for a resumption. */
export const readRemoved = async (
  store: ObjectStore,
  { resumes }: RunRecord,
  tests: readonly NamedTest[],
): Promise<NonNullable<RunReport["removed"]>> => {
  if (resumes !== null) return [];
  const removed: NonNullable<RunReport["removed"]> = [];
  for await (const { studentId, name, handedIn } of removedLines(store)) {
    for (const { receivedAt, ...ref } of handedIn) {
      const test = tests.find((candidate) => goesBy(candidate, ref));
      if (test) removed.push({ studentId, name, subject: test.subject, testId: test.testId, receivedAt });
    }
  }
  return removed;
};

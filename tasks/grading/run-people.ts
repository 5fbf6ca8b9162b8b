import { NotFoundError } from "../../adapters/errors.ts";
import { readJson, readJsonLines } from "../../adapters/json-store.ts";
import type { ObjectStore } from "../../adapters/object-store.ts";
import { baseRunId } from "../../course/run/run-id.ts";
import {
  type ExtendedLine,
  extendedLineSchema,
  type RemovedLine,
  removedLineSchema,
} from "../../course/run/run-people.ts";
import { type RunRecord, runRecordSchema } from "../../course/run/run-record.ts";
import type { RunReport } from "../../course/run/run-report.ts";
import { keys } from "../../course/storage-keys.ts";
import { goesBy, type NamedTest } from "../../course/test-names.ts";

async function* linesIfThere<T>(lines: AsyncIterable<T>): AsyncIterable<T> {
  try {
    yield* lines;
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
  }
}

/**
 * Students who have more time for tests of a run. A resumption reports them only if the resumed run never closed; otherwise
 * that run has reported them.
 */
export const readExtended = async (
  store: ObjectStore,
  { runId, resumes }: RunRecord,
): Promise<ExtendedLine[]> => {
  if (resumes !== null) {
    const base = await readJson(store, keys.run(resumes), runRecordSchema);
    if (base.status === "closed") return [];
  }
  const lines = readJsonLines(store, keys.runExtended(baseRunId(runId)), extendedLineSchema);
  return Array.fromAsync(linesIfThere(lines));
};

/** Students off the list who had submitted a test of the run, one entry for each test. None for a resumption. */
export const readRemoved = async (
  store: ObjectStore,
  { resumes }: RunRecord,
  tests: readonly NamedTest[],
): Promise<NonNullable<RunReport["removed"]>> => {
  if (resumes !== null) return [];
  const removed: NonNullable<RunReport["removed"]> = [];
  const lines: AsyncIterable<RemovedLine> = readJsonLines(store, keys.removed, removedLineSchema);
  for await (const { studentId, name, handedIn } of linesIfThere(lines)) {
    for (const { receivedAt, ...ref } of handedIn) {
      const test = tests.find((candidate) => goesBy(candidate, ref));
      if (test) removed.push({ studentId, name, subject: test.subject, testId: test.testId, receivedAt });
    }
  }
  return removed;
};

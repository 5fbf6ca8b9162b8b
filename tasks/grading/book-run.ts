import type { KeptOverride } from "../../adapters/course-book.ts";
import { foldEarlierRuns, foldRun } from "../../adapters/earlier-runs.ts";
import { CorruptError } from "../../adapters/errors.ts";
import { readJsonLines } from "../../adapters/json-store.ts";
import type { ObjectStore } from "../../adapters/object-store.ts";
import { scoreText } from "../../course/grading/score.ts";
import { type Instant, type RunId, type StudentId, testPath } from "../../course/ids.ts";
import type { StudentAccount } from "../../course/run/ledger.ts";
import { rosterLineSchema } from "../../course/run/run.ts";
import type { RunReport } from "../../course/run/run-report.ts";
import { keys } from "../../course/storage-keys.ts";
import type { NamedTest } from "../../course/test-names.ts";
import { logger } from "../runtime/logger.ts";

/** Of earlier runs, in one closing: some minutes of a function. The rest comes with the next one, or `bin/trainer gradebook`. */
const mostEarlierStudents = 1_000_000;

type Overrides = NonNullable<RunReport["overrides"]>;

const reported = async (
  store: ObjectStore,
  runId: RunId,
  kept: readonly KeptOverride[],
): Promise<Overrides> => {
  if (kept.length === 0) return [];
  const byStudent = Map.groupBy(kept, ({ studentId }) => studentId);
  const overrides: Overrides = [];
  for await (const { studentId, name, tests } of readJsonLines(
    store,
    keys.runRoster(runId),
    rosterLineSchema,
  )) {
    for (const { path, cell } of byStudent.get(studentId) ?? []) {
      const test = tests.find((due) => testPath(due) === path);
      if (test === undefined) continue;
      const { subject, testId } = test;
      const { outcome, override } = cell;
      const graded = outcome?.status === "graded" ? scoreText(outcome) : null;
      overrides.push({
        studentId,
        name,
        subject,
        testId,
        value: override.value,
        ...(graded !== null && { graded }),
      });
    }
  }
  return overrides;
};

/** What a run has found, and the tests that were due in it, by `testPath`. */
interface ClosingRun {
  readonly accounts: ReadonlyMap<StudentId, StudentAccount>;
  readonly tests: ReadonlyMap<string, NamedTest>;
  /** What is older goes from the book; null: nothing. */
  readonly since: Instant | null;
}

/**
 * Adds a run that closes to the course's book, and closed runs that are not in it yet. A book that can't be read doesn't keep a
 * run from closing: the trainer's mail says so, and the run is added when the book is mended.
 *
 * @returns tests of the run in which something was set by hand, which stays; null: the book can't be read.
 */
export const bookRun = async (
  store: ObjectStore,
  runId: RunId,
  { accounts, ...rules }: ClosingRun,
): Promise<Overrides | null> => {
  try {
    for (const { runId, reason } of await foldEarlierRuns(store, { mostStudents: mostEarlierStudents })) {
      logger.warn("An earlier run is not in the course's gradebook.", { runId, reason });
    }
    return await reported(store, runId, await foldRun(store, runId, accounts, rules));
  } catch (error) {
    if (!(error instanceof CorruptError)) throw error;
    logger.error("The course's book can't be read.", { runId, reason: error.message });
    return null;
  }
};

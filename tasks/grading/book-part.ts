import { CorruptError } from "../../adapters/errors.ts";
import type { KeptOverride } from "../../adapters/gradebook/course-book.ts";
import { foldEarlierRuns, foldRun } from "../../adapters/runs/earlier-runs.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import { scoreText } from "../../course/grading/score.ts";
import { type Instant, type RunId, type StudentId, testPath } from "../../course/ids.ts";
import type { StudentAccount } from "../../course/run/ledger.ts";
import type { RosterLine } from "../../course/run/run.ts";
import type { RunReport } from "../../course/run/run-report.ts";
import type { NamedTest } from "../../course/test-names.ts";
import { logger } from "../runtime/logger.ts";

/**
 * Of earlier runs, in one closing: some ten seconds of a function. The rest, and any run that is larger, comes with
 * `bin/trainer gradebook`.
 */
const mostEarlierStudents = 200_000;

type Overrides = NonNullable<RunReport["overrides"]>;

const reported = (lines: readonly RosterLine[], kept: readonly KeptOverride[]): Overrides => {
  const byStudent = Map.groupBy(kept, ({ studentId }) => studentId);
  const overrides: Overrides = [];
  for (const { studentId, name, tests } of kept.length === 0 ? [] : lines) {
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

/** What a part of a run has found. */
interface ClosingPart {
  readonly lines: readonly RosterLine[];
  readonly accounts: ReadonlyMap<StudentId, StudentAccount>;
  /** What is older goes from the book; null: nothing. */
  readonly since: Instant | null;
  /** How many students come before these on the run's roster. */
  readonly studentsBefore: number;
}

/**
 * Adds a part of a run to the course's book. A book that can't be read doesn't keep a run from closing: the trainer's mail says
 * so, and the run is added when the book is mended.
 *
 * @returns tests of the part in which something was set by hand, which stays; null: the book can't be read.
 */
export const bookPart = async (
  store: ObjectStore,
  runId: RunId,
  { lines, accounts, since, studentsBefore }: ClosingPart,
): Promise<Overrides | null> => {
  const tests = new Map<string, NamedTest>();
  for (const line of lines) for (const test of line.tests) tests.set(testPath(test), test);
  try {
    return reported(lines, await foldRun(store, runId, accounts, lines, { tests, since, studentsBefore }));
  } catch (error) {
    if (!(error instanceof CorruptError)) throw error;
    logger.error("The course's book can't be read.", { runId, reason: error.message });
    return null;
  }
};

/** Adds earlier runs that are not in the book yet. */
export const bookEarlierRuns = async (store: ObjectStore): Promise<void> => {
  try {
    for (const { runId, reason } of await foldEarlierRuns(store, { mostStudents: mostEarlierStudents })) {
      logger.warn("An earlier run is not in the course's gradebook.", { runId, reason });
    }
  } catch (error) {
    if (!(error instanceof CorruptError)) throw error;
    logger.error("The course's book can't be read.", { reason: error.message });
  }
};

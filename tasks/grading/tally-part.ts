import { CorruptError, NotFoundError } from "../../adapters/errors.ts";
import { storeTally } from "../../adapters/scores/tallies.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import { mostConnections } from "../../adapters/storage/s3-client.ts";
import { type RunId, type StudentId, testPath } from "../../course/ids.ts";
import type { StudentAccount } from "../../course/run/ledger.ts";
import type { DueTest, RosterLine } from "../../course/run/run.ts";
import { logger } from "../runtime/logger.ts";

/** What has been graded in a part of a run. */
interface GradedPart {
  readonly part: number;
  readonly lines: readonly RosterLine[];
  readonly accounts: ReadonlyMap<StudentId, StudentAccount>;
}

const gradedIn = ({ lines, accounts }: GradedPart) => {
  const byTest = new Map<string, { readonly test: DueTest; readonly students: StudentId[] }>();
  for (const { studentId, tests } of lines) {
    const outcomes = accounts.get(studentId)?.tests ?? [];
    const graded = new Set(outcomes.filter(({ status }) => status === "graded").map(testPath));
    for (const test of tests.filter((due) => graded.has(testPath(due)))) {
      const known = byTest.get(testPath(test)) ?? { test, students: [] };
      known.students.push(studentId);
      byTest.set(testPath(test), known);
    }
  }
  return byTest.values();
};

/**
 * Adds up what the grades of a part say about each test, for the tests' statistics. What can't be read leaves them without it,
 * and the analysis reads the grades themselves; no run stays open for that.
 */
export const tallyPart = async (store: ObjectStore, runId: RunId, graded: GradedPart): Promise<void> => {
  const { part } = graded;
  for (const { test, students } of gradedIn(graded)) {
    const about = { runId, part, test: testPath(test) };
    try {
      const problems = await storeTally(store, test, { runId, part, students }, mostConnections);
      if (problems.length > 0)
        logger.warn("Grades can't be read for statistics.", { ...about, problems: problems.length });
    } catch (error) {
      if (!(error instanceof NotFoundError || error instanceof CorruptError)) throw error;
      logger.warn("A test has no statistics of this run.", { ...about, reason: error.message });
    }
  }
};

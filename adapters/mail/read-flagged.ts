import type { RunId } from "../../course/ids.ts";
import type { RunReport } from "../../course/run/run-report.ts";
import type { FlaggedOfTest } from "../../course/statistics/flagged.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { findTally } from "../scores/stored-tallies.ts";
import type { ObjectStore } from "../storage/object-store.ts";

/** A week has a few tests. */
const mostTests = 20;

/**
 * What looks wrong in the tests of a run, as it has found out itself: of a large class by its first part, which is thousands
 * of students, and of a run of few students nothing.
 */
export const readFlagged = async (
  store: ObjectStore,
  runId: RunId,
  tests: RunReport["tests"],
): Promise<FlaggedOfTest[]> => {
  const found: FlaggedOfTest[] = [];
  for (const { subject, testId, title } of tests.slice(0, mostTests)) {
    const stored = await findTally(store, keys.tally({ subject, testId }, runId, 0));
    for (const flagged of stored?.flagged ?? []) found.push({ subject, testId, title, ...flagged });
  }
  return found;
};

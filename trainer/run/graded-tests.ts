import { findJson } from "../../adapters/storage/json-store.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import { reportTotals } from "../../course/run/ledger.ts";
import type { RunRecord } from "../../course/run/run-record.ts";
import { runReportSchema } from "../../course/run/run-report.ts";
import { keys } from "../../course/storage/storage-keys.ts";

export type ClosedRun = NonNullable<RunRecord["closed"]>;

/** A longer report takes too much memory and time for one line of a list. */
const mostStudents = 10_000;

/** What a run has graded. Runs that an earlier version closed say it in their reports. undefined: it is not closed. */
export const closedRunOf = async (store: ObjectStore, record: RunRecord): Promise<ClosedRun | undefined> => {
  if (record.closed !== undefined) return record.closed;
  if (record.status !== "closed" || record.students > mostStudents) return undefined;
  const report = await findJson(store, keys.report(record.runId), runReportSchema);
  if (report === null) return undefined;
  const tests = report.tests.map(({ subject, testId, title }) => ({ subject, testId, title }));
  return { tests, counts: reportTotals(report) };
};

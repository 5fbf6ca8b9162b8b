import { findPartHead, leftMeanwhileIn } from "../../adapters/runs/part-ledger.ts";
import { readJson, updateJson } from "../../adapters/storage/json-store.ts";
import type { LongObjectStore, ObjectStore } from "../../adapters/storage/object-store.ts";
import { s3Client } from "../../adapters/storage/s3-client.ts";
import { S3LongObjectStore } from "../../adapters/storage/s3-long-object-store.ts";
import type { StudentId } from "../../course/ids.ts";
import { advanceGradedThrough } from "../../course/run/due.ts";
import { LedgerNotClosed, reportTotals } from "../../course/run/ledger.ts";
import { type PartHead, type RunSum, sumOfParts } from "../../course/run/part-ledger.ts";
import { type CloseRunInput, type CloseRunOutput, closeRunInputSchema } from "../../course/run/run.ts";
import {
  gradedThroughSchema,
  partsOf,
  type RunRecord,
  runRecordSchema,
} from "../../course/run/run-record.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { env } from "../runtime/env.ts";
import { logger } from "../runtime/logger.ts";
import { countInMetrics, type RunCounts } from "../runtime/metrics.ts";
import { directTask } from "../runtime/task-input.ts";
import { bookEarlierRuns } from "./book-part.ts";
import { reportChunks } from "./report-text.ts";
import { readRemoved } from "./run-people.ts";
import { wholeGradebook } from "./whole-gradebook.ts";

export interface CloseRunDeps {
  readonly store: LongObjectStore;
  readonly countInMetrics: typeof countInMetrics;
}

const defaults = (): CloseRunDeps => ({
  store: new S3LongObjectStore(s3Client(), env.bucketName()),
  countInMetrics,
});

/** @throws LedgerNotClosed */
const addUpParts = async (store: ObjectStore, record: RunRecord): Promise<RunSum> => {
  const heads: (PartHead | null)[] = [];
  for (const part of partsOf(record)) heads.push(await findPartHead(store, record.runId, part));
  return sumOfParts(record, heads);
};

/**
 * Marks the run's tests as graded up to its cutoff, then the run as closed and in the book. In this order no test can belong
 * to a closed run and be due again.
 */
const recordClosed = async (
  store: ObjectStore,
  record: RunRecord,
  sum: RunSum,
  at: CloseRunInput["at"],
): Promise<void> => {
  const tests = sum.tests.map(({ subject, testId, title }) => ({ subject, testId, title }));
  const closed = { ...(at !== undefined && { at }), tests, counts: reportTotals(sum) };
  await updateJson(store, keys.gradedThrough, gradedThroughSchema, (current) =>
    advanceGradedThrough(current ?? [], sum.tests, record.cutoff),
  );
  await updateJson(store, keys.run(record.runId), runRecordSchema, (current) => {
    const booked = sum.isBooked && { booked: true as const };
    const { failure: _, ...next } = { ...(current ?? record), status: "closed" as const, ...booked, closed };
    return next;
  });
};

const metricsOf = ({ tests, mails }: RunSum): RunCounts => {
  const { graded, missing, failed } = reportTotals({ tests });
  return {
    runsClosed: 1,
    testsGraded: graded,
    testsMissing: missing,
    testsFailed: failed,
    mailsSent: mails.sent,
    mailsToSettle: mails.unknown + mails.refused + mails.notSent,
  };
};

/** Writes the gradebook; a resumption's has the whole class. @returns its rows, without the header. */
const writeGradebook = async (store: LongObjectStore, record: RunRecord, sum: RunSum): Promise<number> => {
  const gradebook = await wholeGradebook(store, record, sum);
  await store.write(keys.gradebook(record.runId), gradebook.chunks);
  return gradebook.rows();
};

/** Students off the list who had submitted; those who left it during the run were graded by it. */
const readOff = async (store: ObjectStore, record: RunRecord, sum: RunSum) => {
  const graded = new Set<StudentId>();
  for (const part of sum.entries.leftMeanwhile > 0 ? partsOf(record) : []) {
    for await (const studentId of leftMeanwhileIn(store, record.runId, part)) graded.add(studentId);
  }
  const off = await readRemoved(store, record, record.tests ?? sum.tests);
  return off.filter(({ studentId }) => !graded.has(studentId));
};

/**
 * Closes a run whose parts are closed: adds up their ledgers, joins report and gradebook, and says that the run is closed.
 * Running it again writes the same. Everything long is read and written as a stream.
 *
 * @throws LedgerNotClosed when a part is not closed.
 */
export const closeRun = async (
  { runId, at }: CloseRunInput,
  { store, countInMetrics }: CloseRunDeps = defaults(),
): Promise<CloseRunOutput> => {
  const record = await readJson(store, keys.run(runId), runRecordSchema);
  const sum = await addUpParts(store, record).catch((error: unknown) => {
    if (error instanceof LedgerNotClosed) countInMetrics({ ledgersNotClosed: 1 });
    throw error;
  });
  const students = await writeGradebook(store, record, sum);
  await bookEarlierRuns(store);
  const removed = await readOff(store, record, sum);
  await store.write(keys.report(runId), reportChunks(store, record, { sum, removed, students }));
  await recordClosed(store, record, sum, at);

  const counts = reportTotals(sum);
  logger.info("Closed a run.", { runId, ...counts, mailProblems: sum.entries["mails.problems"] });
  countInMetrics(metricsOf(sum));
  return {
    runId,
    counts,
    reportKey: keys.report(runId),
    gradebookKey: keys.gradebook(runId),
    mails: sum.mails,
  };
};

export const handler = directTask(closeRunInputSchema, (input) => closeRun(input));

import { readTests } from "../../adapters/course-reader.ts";
import { latenessBy } from "../../adapters/earlier-runs.ts";
import { gradebookCsv } from "../../adapters/gradebook-csv.ts";
import { jsonBytes } from "../../adapters/json-bytes.ts";
import { readJson, readJsonLines, updateJson } from "../../adapters/json-store.ts";
import { readMapResults } from "../../adapters/map-results.ts";
import type { ObjectStore } from "../../adapters/object-store.ts";
import { SharedOutcomes } from "../../adapters/shared-outcomes.ts";
import { keptSince } from "../../course/expiry.ts";
import { withOverrides } from "../../course/gradebook/excused.ts";
import { type GradebookTests, gradebookHeader, gradebookRow } from "../../course/gradebook/gradebook.ts";
import { type RunId, type StudentId, testPath } from "../../course/ids.ts";
import { advanceGradedThrough } from "../../course/run/due.ts";
import { Ledger, LedgerNotClosed, reportTotals, type StudentAccount } from "../../course/run/ledger.ts";
import { mailCountsOf } from "../../course/run/mail-counts.ts";
import {
  type CloseRunInput,
  type CloseRunOutput,
  closeRunInputSchema,
  type RosterLine,
  rosterLineSchema,
} from "../../course/run/run.ts";
import type { ExtendedLine } from "../../course/run/run-people.ts";
import { gradedThroughSchema, type RunRecord, runRecordSchema } from "../../course/run/run-record.ts";
import type { RunReport } from "../../course/run/run-report.ts";
import { keys } from "../../course/storage-keys.ts";
import type { NamedTest } from "../../course/test-names.ts";
import { courseStore } from "../runtime/course-store.ts";
import { logger } from "../runtime/logger.ts";
import { countInMetrics, type RunCounts } from "../runtime/metrics.ts";
import { directTask } from "../runtime/task-input.ts";
import { bookRun } from "./book-run.ts";
import { readExtended, readRemoved } from "./run-people.ts";
import { settleAccounts } from "./settle-mails.ts";
import { wholeGradebook } from "./whole-gradebook.ts";

export interface CloseRunDeps {
  readonly store: ObjectStore;
  readonly countInMetrics: typeof countInMetrics;
}

const defaults = (): CloseRunDeps => ({ store: courseStore(), countInMetrics });

type Accounts = Map<StudentId, StudentAccount>;

const roster = (store: ObjectStore, runId: RunId) =>
  readJsonLines(store, keys.runRoster(runId), rosterLineSchema);

/** What the results say about each student, with open mails settled. */
const readAccounts = async (
  store: ObjectStore,
  { runId, manifest }: CloseRunInput,
  ledger: Ledger,
): Promise<Accounts> => {
  const accounts: Accounts = new Map();
  const shared = new SharedOutcomes(latenessBy(await readTests(store)));
  for await (const { studentId, account } of readMapResults(store, manifest.key)) {
    if (accounts.has(studentId)) ledger.enterStray(`${studentId} has two results`);
    accounts.set(studentId, shared.account(account));
  }
  await settleAccounts(store, runId, accounts, shared);
  return accounts;
};

const closeLedger = async (
  store: ObjectStore,
  { runId, students }: RunRecord,
  accounts: Accounts,
  ledger: Ledger,
  tests: Map<string, NamedTest>,
): Promise<RunReport> => {
  const onRoster = new Set<StudentId>();
  for await (const line of roster(store, runId)) {
    onRoster.add(line.studentId);
    for (const test of line.tests) tests.set(testPath(test), test);
    ledger.enter(line, accounts.get(line.studentId));
  }
  for (const studentId of accounts.keys()) {
    if (!onRoster.has(studentId)) ledger.enterStray(`${studentId} has a result and is not on the roster`);
  }
  return ledger.close(students);
};

interface Book {
  readonly tests: GradebookTests;
  readonly accounts: Accounts;
  readonly extended: readonly ExtendedLine[];
  readonly timeZone: string;
}

/** In the course's order: a student who only has more time comes after the previous student of the roster. */
async function* gradebookRows(store: ObjectStore, runId: RunId, book: Book): AsyncIterable<string[]> {
  const { tests, accounts, timeZone } = book;
  const extendedOf = new Map(book.extended.map((line) => [line.studentId, line]));
  const others = Map.groupBy(book.extended, ({ after }) => after);
  const row = (line: RosterLine, later: ExtendedLine | undefined): string[] => {
    const outcomes = accounts.get(line.studentId)?.tests ?? [];
    return gradebookRow(tests, line, outcomes, { tests: later?.tests ?? [], timeZone });
  };
  function* rowsAfter(studentId: StudentId | null): Iterable<string[]> {
    for (const later of others.get(studentId) ?? []) {
      if (later.studentId !== studentId) yield row({ ...later, tests: [] }, later);
    }
  }
  yield gradebookHeader(tests);
  yield* rowsAfter(null);
  for await (const line of roster(store, runId)) {
    yield row(line, extendedOf.get(line.studentId));
    yield* rowsAfter(line.studentId);
  }
}

/** What the report has beside the ledger. */
interface Beside {
  readonly extended: readonly ExtendedLine[];
  readonly removed: NonNullable<RunReport["removed"]>;
  /** Rows of the gradebook. */
  readonly students: number;
}

/** The report: the ledger, people whom the run did not grade, and how many gradebook rows that makes. */
const reportOf = (closed: RunReport, { resumes }: RunRecord, beside: Beside): RunReport => {
  const { extended, removed, students } = beside;
  const later = extended.flatMap(({ studentId, name, tests }) =>
    tests.map(({ subject, testId, deadline }) => ({ studentId, name, subject, testId, deadline })),
  );
  return {
    ...closed,
    ...(resumes !== null && { resumes }),
    ...((resumes !== null || students !== closed.students) && { gradebookStudents: students }),
    ...(later.length > 0 && { extended: later }),
    ...(removed.length > 0 && { removed }),
  };
};

/**
 * Marks the run's tests as graded up to its cutoff, then the run as closed and in the book. In this order no test can belong
 * to a closed run and be due again.
 */
const recordClosed = async (
  store: ObjectStore,
  record: RunRecord,
  report: RunReport,
  { at, isBooked }: { readonly at: CloseRunInput["at"]; readonly isBooked: boolean },
): Promise<void> => {
  const tests = report.tests.map(({ subject, testId, title }) => ({ subject, testId, title }));
  const closed = { ...(at !== undefined && { at }), tests, counts: reportTotals(report) };
  await updateJson(store, keys.gradedThrough, gradedThroughSchema, (current) =>
    advanceGradedThrough(current ?? [], report.tests, record.cutoff),
  );
  await updateJson(store, keys.run(record.runId), runRecordSchema, (current) => {
    const booked = isBooked && { booked: true as const };
    const { failure: _, ...next } = { ...(current ?? record), status: "closed" as const, ...booked, closed };
    return next;
  });
};

const metricsOf = (report: RunReport): RunCounts => {
  const { graded, missing, failed } = reportTotals(report);
  const { sent, unknown, refused, notSent } = mailCountsOf(report);
  return {
    runsClosed: 1,
    testsGraded: graded,
    testsMissing: missing,
    testsFailed: failed,
    mailsSent: sent,
    mailsToSettle: unknown + refused + notSent,
  };
};

/**
 * Closes a run: reads every student's result, settles the open mails, checks that nobody is lost, takes all into the
 * course's book, and writes report and gradebook; a resumption's gradebook has the whole class. Running it again writes
 * the same. It needs 300 to 600 bytes of memory for each student and due test.
 *
 * @throws LedgerNotClosed
 */
export const closeRun = async (
  input: CloseRunInput,
  { store, countInMetrics }: CloseRunDeps = defaults(),
): Promise<CloseRunOutput> => {
  const { runId } = input;
  const record = await readJson(store, keys.run(runId), runRecordSchema);
  const ledger = new Ledger(runId);
  const accounts = await readAccounts(store, input, ledger);
  const tests = new Map<string, NamedTest>();
  const closed = await closeLedger(store, record, accounts, ledger, tests).catch((error: unknown) => {
    if (error instanceof LedgerNotClosed) countInMetrics({ ledgersNotClosed: 1 });
    throw error;
  });

  const extended = await readExtended(store, record);
  const off = await readRemoved(store, record, [...tests.values()]);
  // Students who left the list during the run were graded by it.
  const removed = off.filter(({ studentId }) => !accounts.has(studentId));
  const book = { tests: closed.tests, accounts, extended, timeZone: input.course.timeZone };
  const { csv, rows } = await gradebookCsv(wholeGradebook(store, record, gradebookRows(store, runId, book)));
  await store.put(keys.gradebook(runId), csv);
  const since = keptSince(input.course.keepMonths, runId);
  const overrides = await bookRun(store, runId, { accounts, tests, since });
  const settled = withOverrides(closed, overrides ?? []);
  const report = reportOf(settled, record, { extended, removed, students: rows - 1 });
  await store.put(keys.report(runId), jsonBytes(report));
  await recordClosed(store, record, report, { at: input.at, isBooked: overrides !== null });

  const counts = reportTotals(report);
  logger.info("Closed a run.", { runId, ...counts, mailProblems: report.mails.problems.length });
  countInMetrics(metricsOf(report));
  return {
    runId,
    counts,
    reportKey: keys.report(runId),
    gradebookKey: keys.gradebook(runId),
    mails: mailCountsOf(report),
  };
};

export const handler = directTask(closeRunInputSchema, (input) => closeRun(input));

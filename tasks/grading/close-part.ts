import { readTests } from "../../adapters/course-reader.ts";
import { gradebookCsv } from "../../adapters/gradebook/gradebook-csv.ts";
import { latenessBy } from "../../adapters/runs/earlier-runs.ts";
import { readMapResults } from "../../adapters/runs/map-results.ts";
import { partLedgerText } from "../../adapters/runs/part-ledger.ts";
import { rosterOfPart } from "../../adapters/runs/run-roster.ts";
import { SharedOutcomes } from "../../adapters/runs/shared-outcomes.ts";
import { readJson } from "../../adapters/storage/json-store.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import { withOverrides } from "../../course/gradebook/excused.ts";
import { gradebookHeader, gradebookRow } from "../../course/gradebook/gradebook.ts";
import type { StudentId } from "../../course/ids.ts";
import { Ledger, LedgerNotClosed, reportTotals, type StudentAccount } from "../../course/run/ledger.ts";
import {
  type ClosePartInput,
  type ClosePartOutput,
  closePartInputSchema,
  entriesOf,
  partHead,
} from "../../course/run/part-ledger.ts";
import type { RosterLine } from "../../course/run/run.ts";
import type { ExtendedLine } from "../../course/run/run-people.ts";
import { type RunRecord, runRecordSchema } from "../../course/run/run-record.ts";
import type { RunReport } from "../../course/run/run-report.ts";
import { keptSince } from "../../course/storage/expiry.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { courseStore } from "../runtime/course-store.ts";
import { logger } from "../runtime/logger.ts";
import { countInMetrics } from "../runtime/metrics.ts";
import { directTask } from "../runtime/task-input.ts";
import { bookPart } from "./book-part.ts";
import { leftMeanwhile, readExtended } from "./run-people.ts";
import { settleAccounts } from "./settle-mails.ts";
import { tallyPart } from "./tally-part.ts";

export interface ClosePartDeps {
  readonly store: ObjectStore;
  readonly countInMetrics: typeof countInMetrics;
}

const defaults = (): ClosePartDeps => ({ store: courseStore(), countInMetrics });

type Accounts = Map<StudentId, StudentAccount>;

/** What the results say about each student, with open mails settled. */
const readAccounts = async (
  store: ObjectStore,
  { runId, manifest }: ClosePartInput,
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

const closeLedger = (
  ledger: Ledger,
  { part }: ClosePartInput,
  lines: readonly RosterLine[],
  accounts: Accounts,
): RunReport => {
  const onRoster = new Set<StudentId>();
  for (const line of lines) {
    onRoster.add(line.studentId);
    ledger.enter(line, accounts.get(line.studentId));
  }
  for (const studentId of accounts.keys()) {
    if (!onRoster.has(studentId)) ledger.enterStray(`${studentId} has a result and is not on the roster`);
  }
  return ledger.close(part.roster.students);
};

interface PartPeople {
  readonly lines: readonly RosterLine[];
  readonly accounts: Accounts;
  readonly extended: readonly ExtendedLine[];
}

/** In the course's order: a student who only has more time comes after the previous student of the roster. */
function* gradebookRows(
  tests: NonNullable<RunRecord["tests"]>,
  { lines, accounts, extended }: PartPeople,
  timeZone: string,
): Iterable<string[]> {
  const extendedOf = new Map(extended.map((line) => [line.studentId, line]));
  const onRoster = new Set(lines.map(({ studentId }) => studentId));
  const others = Map.groupBy(
    extended.filter(({ studentId }) => !onRoster.has(studentId)),
    ({ after }) => (after !== null && onRoster.has(after) ? after : null),
  );
  const row = (line: RosterLine, later: ExtendedLine | undefined): string[] => {
    const outcomes = accounts.get(line.studentId)?.tests ?? [];
    return gradebookRow(tests, line, outcomes, { tests: later?.tests ?? [], timeZone });
  };
  const rowsAfter = (studentId: StudentId | null) =>
    (others.get(studentId) ?? []).map((later) => row({ ...later, tests: [] }, later));
  yield* rowsAfter(null);
  for (const line of lines) {
    yield row(line, extendedOf.get(line.studentId));
    yield* rowsAfter(line.studentId);
  }
}

/** The part's report with students who have more time. */
const withExtended = (closed: RunReport, extended: readonly ExtendedLine[]): RunReport => {
  const later = extended.flatMap(({ studentId, name, tests }) =>
    tests.map(({ subject, testId, deadline }) => ({ studentId, name, subject, testId, deadline })),
  );
  return { ...closed, ...(later.length > 0 && { extended: later }) };
};

/**
 * Closes a part of a run: reads the results of its students, settles the open mails, checks that nobody is lost, takes all
 * into the course's book, adds up the answers for the tests' statistics, and writes the part's ledger and rows of the
 * gradebook. Running it again writes the same. It needs memory for the part's students only.
 *
 * @throws LedgerNotClosed
 */
export const closePart = async (
  input: ClosePartInput,
  { store, countInMetrics }: ClosePartDeps = defaults(),
): Promise<ClosePartOutput> => {
  const { runId, course } = input;
  const { part } = input.part;
  const record = await readJson(store, keys.run(runId), runRecordSchema);
  const ledger = new Ledger(runId);
  const lines = await Array.fromAsync(rosterOfPart(store, runId, part));
  const accounts = await readAccounts(store, input, ledger);
  const extended = await readExtended(store, runId, part);
  let closed: RunReport;
  try {
    closed = closeLedger(ledger, input, lines, accounts);
  } catch (error) {
    if (error instanceof LedgerNotClosed) countInMetrics({ ledgersNotClosed: 1 });
    throw error;
  }

  const tests = record.tests ?? closed.tests;
  const rows = [...gradebookRows(tests, { lines, accounts, extended }, course.timeZone)];
  await store.put(keys.partRows(runId, part), await gradebookCsv([gradebookHeader(tests), ...rows]));
  await tallyPart(store, runId, { part, lines, accounts });
  const since = keptSince(course.keepMonths, runId);
  const studentsBefore = Math.floor((record.students * part) / (record.parts ?? 1));
  const overrides = await bookPart(store, runId, { lines, accounts, since, studentsBefore });
  const report = withOverrides(withExtended(closed, extended), overrides ?? []);
  const left = await leftMeanwhile(store, record, accounts);
  const head = partHead(report, left, { part, rows: rows.length, isBooked: overrides !== null });
  await store.put(keys.partLedger(runId, part), partLedgerText(head, entriesOf(report, left)));

  const counts = reportTotals(report);
  logger.info("Closed a part of a run.", {
    runId,
    part,
    ...counts,
    mailProblems: report.mails.problems.length,
  });
  return { part, counts };
};

export const handler = directTask(closePartInputSchema, (input) => closePart(input));

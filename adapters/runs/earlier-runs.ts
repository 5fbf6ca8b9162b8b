import * as z from "zod";
import { isInTime } from "../../course/deadlines/deadline.ts";
import { type BookOutcome, bookOutcomeOf, type RunOutcomes } from "../../course/gradebook/book.ts";
import {
  type Instant,
  type RunId,
  runIdSchema,
  type StudentId,
  type TestRef,
  testPath,
} from "../../course/ids.ts";
import type { StudentAccount } from "../../course/run/ledger.ts";
import type { RosterLine } from "../../course/run/run.ts";
import { compareRuns } from "../../course/run/run-id.ts";
import { mostStudentsOfPart } from "../../course/run/run-part.ts";
import { type RunRecord, runRecordSchema } from "../../course/run/run-record.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import type { Test } from "../../course/test.ts";
import { testOf } from "../../course/test-names.ts";
import { messageOf } from "../../course/unknown-value.ts";
import { readTests } from "../course-reader.ts";
import { CorruptError, NotFoundError } from "../errors.ts";
import { type FoldRules, foldIntoBook, type KeptOverride } from "../gradebook/course-book.ts";
import { mapBounded } from "../storage/bounded.ts";
import { findJson, updateJson } from "../storage/json-store.ts";
import type { ObjectStore } from "../storage/object-store.ts";
import { readMapResults } from "./map-results.ts";
import { rosterOfRun } from "./run-roster.ts";
import { SharedOutcomes } from "./shared-outcomes.ts";

type Accounts = ReadonlyMap<StudentId, StudentAccount>;

/** Whether a submission came too late for everybody without more time. */
export const latenessBy =
  (tests: readonly Test[]) =>
  (ref: TestRef, receivedAt: Instant): boolean => {
    const test = testOf(ref, tests);
    return test !== undefined && !isInTime(receivedAt, test.deadline);
  };

/**
 * Adds outcomes of a run to the course's book.
 *
 * @param roster at least the students of these accounts.
 * @throws CorruptError
 */
export const foldRun = async (
  store: ObjectStore,
  run: RunId,
  accounts: Accounts,
  roster: AsyncIterable<RosterLine> | Iterable<RosterLine>,
  rules?: FoldRules,
): Promise<KeptOverride[]> => {
  const failed = await failedTests(roster, accounts);
  const outcomesOf = (studentId: StudentId): RunOutcomes => {
    const outcomes = new Map<string, BookOutcome>();
    for (const test of failed.get(studentId) ?? []) outcomes.set(testPath(test), { status: "failed", run });
    for (const test of accounts.get(studentId)?.tests ?? []) {
      outcomes.set(testPath(test), bookOutcomeOf(test, run));
    }
    return outcomes;
  };
  return foldIntoBook(store, accounts.keys(), outcomesOf, rules);
};

/** The due tests of students whose task failed before it had a result for them. */
const failedTests = async (
  roster: AsyncIterable<RosterLine> | Iterable<RosterLine>,
  accounts: Accounts,
): Promise<Map<StudentId, readonly TestRef[]>> => {
  const failed = new Map<StudentId, readonly TestRef[]>();
  if (accounts.values().every(({ failure }) => failure === undefined)) return failed;
  for await (const { studentId, tests } of roster) {
    if (accounts.get(studentId)?.failure !== undefined) failed.set(studentId, tests);
  }
  return failed;
};

/** A run in the bucket, with the manifests of its results. */
interface StoredRun {
  readonly runId: RunId;
  readonly manifests: readonly string[];
}

const listRuns = async (store: ObjectStore): Promise<StoredRun[]> => {
  const manifests = new Map<RunId, string[]>();
  for await (const key of store.list(keys.runs)) {
    const [folder = "", ...path] = key.slice(keys.runs.length).split("/");
    const runId = runIdSchema.safeParse(folder).data;
    if (runId === undefined) continue;
    const own = manifests.get(runId) ?? [];
    manifests.set(runId, own);
    if (path.includes("results") && path.at(-1) === "manifest.json") own.push(key);
  }
  return [...manifests]
    .map(([runId, own]) => ({ runId, manifests: own }))
    .toSorted((a, b) => compareRuns(a.runId, b.runId));
};

const parallelReads = 16;

interface Lookup {
  readonly run: StoredRun;
  /** It will never have to be added, or to be added again. */
  readonly isDone: boolean;
  /** Its record, if it must be added to the book. */
  readonly wanted?: RunRecord;
  /** Why its record can't be read. */
  readonly fault?: string;
}

/** Finds out whether a run closed without being added to the book: earlier versions had no book. */
const lookAt = async (store: ObjectStore, run: StoredRun, isEveryRun: boolean): Promise<Lookup> => {
  try {
    const record = await findJson(store, keys.run(run.runId), runRecordSchema);
    const isWanted = record?.status === "closed" && (isEveryRun || !record.booked);
    const isDone =
      record?.status === "nothing-due" || (record?.status === "closed" && record.booked === true);
    return { run, isDone, ...(isWanted && { wanted: record }) };
  } catch (error) {
    if (!(error instanceof CorruptError)) throw error;
    return { run, isDone: false, fault: messageOf(error) };
  }
};

const markBooked = (store: ObjectStore, runId: RunId): Promise<void> =>
  updateJson(store, keys.run(runId), runRecordSchema, (record) =>
    record === null || record.booked ? null : { ...record, booked: true as const },
  );

/** The accounts of a run, as many at once as a part of a run has. */
async function* accountsOf(
  store: ObjectStore,
  { manifests }: StoredRun,
  tests: readonly Test[],
): AsyncIterable<Accounts> {
  let accounts = new Map<StudentId, StudentAccount>();
  let shared = new SharedOutcomes(latenessBy(tests));
  for (const manifest of manifests) {
    for await (const { studentId, account } of readMapResults(store, manifest)) {
      accounts.set(studentId, shared.account(account));
      if (accounts.size < mostStudentsOfPart) continue;
      yield accounts;
      accounts = new Map();
      shared = new SharedOutcomes(latenessBy(tests));
    }
  }
  if (accounts.size > 0) yield accounts;
}

const bookedRunsSchema = z.array(runIdSchema);

/** The runs that are not known to be done. A year has more than a hundred records of runs, which would be read each time. */
const runsToLookAt = async (store: ObjectStore): Promise<StoredRun[]> => {
  const [runs, done] = await Promise.all([
    listRuns(store),
    findJson(store, keys.bookedRuns, bookedRunsSchema),
  ]);
  const known = new Set(done);
  return runs.filter(({ runId }) => !known.has(runId));
};

const rememberDone = async (store: ObjectStore, runs: readonly RunId[]): Promise<void> => {
  if (runs.length === 0) return;
  await updateJson(store, keys.bookedRuns, bookedRunsSchema, (current) => {
    const all = new Set([...(current ?? []), ...runs]);
    return all.size === current?.length ? null : [...all].toSorted(compareRuns);
  });
};

/** A closed run whose results can't be read, and why. */
export interface UnreadableRun {
  readonly runId: RunId;
  readonly reason: string;
}

/** null: added; otherwise the reason why its results can't be read. */
const foldEarlierRun = async (
  store: ObjectStore,
  run: StoredRun,
  record: RunRecord,
  tests: readonly Test[],
): Promise<string | null> => {
  try {
    for await (const accounts of accountsOf(store, run, tests)) {
      await foldRun(store, run.runId, accounts, rosterOfRun(store, record));
    }
    await markBooked(store, run.runId);
    return null;
  } catch (error) {
    if (!(error instanceof NotFoundError || error instanceof CorruptError)) throw error;
    return messageOf(error);
  }
};

interface FoldOptions {
  /** Of all added runs together; the other runs are left for the next time. Left out: no limit. */
  readonly mostStudents?: number;
  /** Whether runs are added that are in the book already, as when it was damaged. */
  readonly isEveryRun?: boolean;
}

/**
 * Adds closed runs that are not yet in the course's book. A run whose results were deleted or can't be read is returned,
 * and tried again the next time.
 */
export const foldEarlierRuns = async (
  store: ObjectStore,
  { mostStudents = Number.POSITIVE_INFINITY, isEveryRun = false }: FoldOptions = {},
): Promise<UnreadableRun[]> => {
  const unreadable: UnreadableRun[] = [];
  let tests: readonly Test[] | undefined;
  let taken = 0;
  const done: RunId[] = [];
  const runs = isEveryRun ? await listRuns(store) : await runsToLookAt(store);
  const read = (run: StoredRun): Promise<Lookup> => lookAt(store, run, isEveryRun);
  for await (const { run, isDone, wanted, fault } of mapBounded(runs, parallelReads, read)) {
    if (isDone) done.push(run.runId);
    if (fault !== undefined) unreadable.push({ runId: run.runId, reason: fault });
    if (!wanted || taken + wanted.students > mostStudents) continue;
    taken += wanted.students;
    tests ??= await readTests(store);
    const reason = await foldEarlierRun(store, run, wanted, tests);
    if (reason === null) done.push(run.runId);
    else unreadable.push({ runId: run.runId, reason });
  }
  await rememberDone(store, done);
  return unreadable;
};

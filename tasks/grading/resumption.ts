import { NotFoundError } from "../../adapters/errors.ts";
import { findJson, readJson } from "../../adapters/json-store.ts";
import type { ObjectStore } from "../../adapters/object-store.ts";
import { problemsOfPart } from "../../adapters/part-ledger.ts";
import { rosterOfPart, rosterOfRun } from "../../adapters/run-roster.ts";
import { type RunId, type StudentId, type TestRef, testPath } from "../../course/ids.ts";
import type { PartEntry } from "../../course/run/part-ledger.ts";
import { isToBeMailed } from "../../course/run/report-digest.ts";
import type { RosterLine } from "../../course/run/run.ts";
import { baseRunId, resumptionOf } from "../../course/run/run-id.ts";
import type { ExtendedLine } from "../../course/run/run-people.ts";
import { partsOf, type RunRecord, runRecordSchema } from "../../course/run/run-record.ts";
import { keys } from "../../course/storage-keys.ts";
import type { RosterParts } from "./roster-parts.ts";
import { readExtended } from "./run-people.ts";
import { dueLines, readStudents } from "./run-roster.ts";

/** The state from which a resumption starts. */
export interface ResumableRun {
  readonly base: RunRecord;
  /** The last run of the chain (the base, then its resumptions) that closed; null: none did. */
  readonly lastClosed: RunRecord | null;
  /** The next free number of a resumption, or the one that this execution has already. */
  readonly next: number;
}

/** Follows a run and its resumptions. @throws NotFoundError when there is no such run. */
export const findResumable = async (
  store: ObjectStore,
  runId: RunId,
  executionArn: string,
): Promise<ResumableRun> => {
  const advice = "Name a run as the gradebook's mail or runs/ in the bucket names it.";
  const base = await readJson(store, keys.run(baseRunId(runId)), runRecordSchema, advice);
  let lastClosed = base.status === "closed" ? base : null;
  for (let next = 1; ; next += 1) {
    const record = await findJson(store, keys.run(resumptionOf(runId, next)), runRecordSchema);
    if (record === null || record.executionArn === executionArn) return { base, lastClosed, next };
    if (record.status === "closed") lastClosed = record;
  }
};

/** Students by test, in the form of `testPath`. */
type OpenTests = ReadonlyMap<string, ReadonlySet<StudentId>>;

/** The open work of a closed part: failed tests, and mails that surely did not go out. An unknown mail is not sent again. */
const openTests = async (problems: AsyncIterable<PartEntry>): Promise<OpenTests> => {
  const open = new Map<string, Set<StudentId>>();
  const note = (entry: TestRef & { readonly studentId: StudentId }): void => {
    const path = testPath(entry);
    const students = open.get(path) ?? new Set();
    open.set(path, students.add(entry.studentId));
  };
  for await (const problem of problems) {
    if (problem.in === "failed") note(problem.value);
    if (problem.in === "mails.problems" && isToBeMailed(problem.value)) note(problem.value);
  }
  return open;
};

/** The roster of a run that did not close; if it failed before writing one, the students who were due at its cutoff. */
async function* wholeRoster(store: ObjectStore, run: RunRecord): AsyncIterable<RosterLine> {
  let isThere = false;
  try {
    for await (const line of rosterOfRun(store, run)) {
      isThere = true;
      yield line;
    }
  } catch (error) {
    if (isThere || !(error instanceof NotFoundError)) throw error;
    yield* dueLines(store, run.cutoff);
  }
}

/** Of each student on the roster of a closed run, the tests whose work is open. One part is looked at after the other. */
async function* openWork(store: ObjectStore, run: RunRecord): AsyncIterable<RosterLine> {
  for (const part of partsOf(run)) {
    const open = await openTests(problemsOfPart(store, run.runId, part));
    if (open.size === 0) continue;
    for await (const line of rosterOfPart(store, run.runId, part)) {
      const tests = line.tests.filter((test) => open.get(testPath(test))?.has(line.studentId));
      if (tests.length > 0) yield { ...line, tests };
    }
  }
}

/** By the student of the roster before. A closed run has reported them, so a resumption of it has none. */
const extendedAfter = async (store: ObjectStore, run: ResumableRun) => {
  const after = new Map<StudentId | null, ExtendedLine[]>();
  for (const part of run.lastClosed === null ? partsOf(run.base) : []) {
    for (const line of await readExtended(store, run.base.runId, part)) {
      after.set(line.after, [...(after.get(line.after) ?? []), line]);
    }
  }
  return after;
};

/**
 * Adds what a resumption grades to its roster: the open work of the chain's last closed run; if no run of the chain closed, the whole
 * roster of the first run. Name and e-mail come from the present course, so that a corrected address is used. A
 * resumption's own report covers these students only; the first run's report stays as it is.
 */
export const addLeftOver = async (
  store: ObjectStore,
  run: ResumableRun,
  roster: RosterParts,
): Promise<void> => {
  const contacts = new Map<StudentId, Pick<RosterLine, "name" | "email">>();
  for await (const { studentId, name, email } of readStudents(store)) {
    contacts.set(studentId, { name, email });
  }
  const extended = await extendedAfter(store, run);
  const addExtended = (after: StudentId | null): void => {
    for (const { after: _, ...line } of extended.get(after) ?? []) roster.addExtended(line);
  };
  addExtended(null);
  const lines = run.lastClosed === null ? wholeRoster(store, run.base) : openWork(store, run.lastClosed);
  for await (const line of lines) {
    roster.add({ ...line, ...contacts.get(line.studentId) });
    addExtended(line.studentId);
  }
};

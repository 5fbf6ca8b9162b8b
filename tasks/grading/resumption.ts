import { NotFoundError } from "../../adapters/errors.ts";
import { problemsOfPart } from "../../adapters/runs/part-ledger.ts";
import { rosterOfPart } from "../../adapters/runs/run-roster.ts";
import { findJson, readJson } from "../../adapters/storage/json-store.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import { type RunId, type StudentId, type TestRef, testPath } from "../../course/ids.ts";
import { isToBeMailed } from "../../course/run/report-digest.ts";
import type { RosterLine } from "../../course/run/run.ts";
import { baseRunId, resumptionOf } from "../../course/run/run-id.ts";
import type { ExtendedLine } from "../../course/run/run-people.ts";
import { partsOf, type RunRecord, runRecordSchema } from "../../course/run/run-record.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import type { RosterParts } from "./roster-parts.ts";
import { readExtended } from "./run-people.ts";
import { dueLines, readStudents } from "./run-roster.ts";

/** Contacts that are held at a time, about; for each such group the course's list of students is read once. */
const mostContacts = 100_000;

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

/** Open work of a part of the roster. */
interface PartWork {
  readonly part: number;
  readonly students: ReadonlySet<StudentId>;
  readonly isOpen: (studentId: StudentId, test: TestRef) => boolean;
}

/** What a closed part left open: failed tests, and mails that surely did not go out. An unknown mail is not sent again. */
const openWork = async (store: ObjectStore, { runId }: RunRecord, part: number): Promise<PartWork> => {
  const students = new Set<StudentId>();
  const open = new Map<string, Set<StudentId>>();
  const note = (entry: TestRef & { readonly studentId: StudentId }): void => {
    const path = testPath(entry);
    open.set(path, (open.get(path) ?? new Set()).add(entry.studentId));
    students.add(entry.studentId);
  };
  for await (const problem of problemsOfPart(store, runId, part)) {
    if (problem.in === "failed") note(problem.value);
    if (problem.in === "mails.problems" && isToBeMailed(problem.value)) note(problem.value);
  }
  return { part, students, isOpen: (studentId, test) => open.get(testPath(test))?.has(studentId) === true };
};

/** Of a run that did not close, all work of a part is open. @throws NotFoundError */
const wholeWork = async (store: ObjectStore, { runId }: RunRecord, part: number): Promise<PartWork> => {
  const students = new Set<StudentId>();
  for await (const { studentId } of rosterOfPart(store, runId, part)) students.add(studentId);
  return { part, students, isOpen: () => true };
};

/** Parts with open work, in groups of about `mostContacts` students. @throws NotFoundError */
async function* groupsOfWork(
  store: ObjectStore,
  run: RunRecord,
  workOf: typeof openWork,
): AsyncIterable<readonly PartWork[]> {
  let group: PartWork[] = [];
  let students = 0;
  for (const part of partsOf(run)) {
    const work = await workOf(store, run, part);
    if (work.students.size === 0) continue;
    group.push(work);
    students += work.students.size;
    if (students < mostContacts) continue;
    yield group;
    group = [];
    students = 0;
  }
  if (group.length > 0) yield group;
}

/** Name and e-mail, as the present course has them, of the students of a group. */
const contactsOf = async (store: ObjectStore, group: readonly PartWork[]) => {
  const contacts = new Map<StudentId, Pick<RosterLine, "name" | "email">>();
  for await (const { studentId, name, email } of readStudents(store)) {
    if (group.some(({ students }) => students.has(studentId))) contacts.set(studentId, { name, email });
  }
  return contacts;
};

/** Of each student on the roster of a run, the tests whose work is open. */
async function* openLines(
  store: ObjectStore,
  run: RunRecord,
  workOf: typeof openWork,
): AsyncIterable<RosterLine> {
  for await (const group of groupsOfWork(store, run, workOf)) {
    const contacts = await contactsOf(store, group);
    for (const { part, isOpen } of group) {
      for await (const line of rosterOfPart(store, run.runId, part)) {
        const tests = line.tests.filter((test) => isOpen(line.studentId, test));
        if (tests.length > 0) yield { ...line, ...contacts.get(line.studentId), tests };
      }
    }
  }
}

/** The roster of a run that did not close; if it failed before writing one, the students who were due at its cutoff. */
async function* wholeRoster(store: ObjectStore, run: RunRecord): AsyncIterable<RosterLine> {
  let isThere = false;
  try {
    for await (const line of openLines(store, run, wholeWork)) {
      isThere = true;
      yield line;
    }
  } catch (error) {
    if (isThere || !(error instanceof NotFoundError)) throw error;
    yield* dueLines(store, run.cutoff);
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
  const extended = await extendedAfter(store, run);
  const addExtended = (after: StudentId | null): void => {
    for (const { after: _, ...line } of extended.get(after) ?? []) roster.addExtended(line);
  };
  addExtended(null);
  const { base, lastClosed } = run;
  const lines = lastClosed === null ? wholeRoster(store, base) : openLines(store, lastClosed, openWork);
  for await (const line of lines) {
    roster.add(line);
    addExtended(line.studentId);
  }
};

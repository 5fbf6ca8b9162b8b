import { NotFoundError } from "../../adapters/errors.ts";
import { findJson, readJson, readJsonLines } from "../../adapters/json-store.ts";
import type { ObjectStore } from "../../adapters/object-store.ts";
import { problemParts } from "../../adapters/run-report.ts";
import { type RunId, type StudentId, type TestRef, testPath } from "../../course/ids.ts";
import { isToBeMailed, type ReportPart } from "../../course/run/report-digest.ts";
import { type RosterLine, rosterLineSchema } from "../../course/run/run.ts";
import { baseRunId, resumptionOf } from "../../course/run/run-id.ts";
import { type RunRecord, runRecordSchema } from "../../course/run/run-record.ts";
import { keys } from "../../course/storage-keys.ts";
import { dueLines, readStudents } from "./run-roster.ts";

/** The state from which a resumption starts. */
export interface ResumableRun {
  readonly base: RunRecord;
  /** The last run of the chain (the base, then its resumptions) that closed; null: none did. */
  readonly lastClosed: RunId | null;
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
  let lastClosed = base.status === "closed" ? base.runId : null;
  for (let next = 1; ; next += 1) {
    const record = await findJson(store, keys.run(resumptionOf(runId, next)), runRecordSchema);
    if (record === null || record.executionArn === executionArn) return { base, lastClosed, next };
    if (record.status === "closed") lastClosed = record.runId;
  }
};

/** Students by test, in the form of `testPath`. */
type LeftOver = ReadonlyMap<string, ReadonlySet<StudentId>>;

/** The open work of a closed run: failed tests, and mails that surely did not go out. An unknown mail is not sent again. */
const leftOverOf = async (parts: AsyncIterable<ReportPart>): Promise<LeftOver> => {
  const leftOver = new Map<string, Set<StudentId>>();
  const note = (entry: TestRef & { readonly studentId: StudentId }): void => {
    const path = testPath(entry);
    const students = leftOver.get(path) ?? new Set();
    leftOver.set(path, students.add(entry.studentId));
  };
  for await (const part of parts) {
    if (part.in === "failed") note(part.value);
    if (part.in === "mails.problems" && isToBeMailed(part.value)) note(part.value);
  }
  return leftOver;
};

/** The roster of the first run; if it failed before writing one, the students who were due at its cutoff. */
async function* baseLines(store: ObjectStore, base: RunRecord): AsyncIterable<RosterLine> {
  try {
    yield* readJsonLines(store, keys.runRoster(base.runId), rosterLineSchema);
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    yield* dueLines(store, base.cutoff);
  }
}

/**
 * The roster lines of a resumption: the open work of the chain's last closed run; if no run of the chain closed, the whole
 * roster of the first run. Name and e-mail come from the present course, so that a corrected address is used. A
 * resumption's own report covers these lines only; the first run's report stays as it is.
 */
export async function* leftOverLines(store: ObjectStore, run: ResumableRun): AsyncIterable<RosterLine> {
  const leftOver = run.lastClosed === null ? null : await leftOverOf(problemParts(store, run.lastClosed));
  const isWanted = (studentId: StudentId): boolean =>
    leftOver === null || leftOver.values().some((students) => students.has(studentId));
  const contacts = new Map<StudentId, Pick<RosterLine, "name" | "email">>();
  for await (const { studentId, name, email } of readStudents(store)) {
    if (isWanted(studentId)) contacts.set(studentId, { name, email });
  }
  for await (const line of baseLines(store, run.base)) {
    const tests = line.tests.filter(
      (test) => leftOver === null || leftOver.get(testPath(test))?.has(line.studentId),
    );
    if (tests.length > 0) yield { ...line, ...contacts.get(line.studentId), tests };
  }
}

import { NotFoundError } from "../../adapters/errors.ts";
import { findJson, readJson, readJsonLines } from "../../adapters/json-store.ts";
import type { ObjectStore } from "../../adapters/object-store.ts";
import { problemParts } from "../../adapters/run-report.ts";
import { type RunId, type StudentId, type TestRef, testPath } from "../../course/ids.ts";
import { isToBeMailed, type ReportPart } from "../../course/report-digest.ts";
import { type RosterLine, rosterLineSchema } from "../../course/run.ts";
import { baseRunId, resumptionOf } from "../../course/run-id.ts";
import { type RunRecord, runRecordSchema } from "../../course/run-record.ts";
import { keys } from "../../course/storage-keys.ts";
import { dueLines, readStudents } from "./run-roster.ts";

/** What a resumption starts from. */
export interface ResumableRun {
  readonly base: RunRecord;
  /** The last run of the chain (the base, then its resumptions) that closed; null: none did. */
  readonly lastClosed: RunId | null;
  /** The number of the resumption that is still free, or that this execution has already. */
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

/** What a closed run left to do: failed tests, and mails that surely did not go out. An unknown mail is not sent again. */
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

/** The roster of the base; when it failed before writing one, who was due by its cutoff. */
async function* baseLines(store: ObjectStore, base: RunRecord): AsyncIterable<RosterLine> {
  try {
    yield* readJsonLines(store, keys.runRoster(base.runId), rosterLineSchema);
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    yield* dueLines(store, base.cutoff);
  }
}

/**
 * The roster lines that a resumption takes up: of a chain that closed, what its last closed run left to do; else the whole
 * base. Name and e-mail are the course's present ones, so that a mended address is seen. A resumption's own report and
 * gradebook tell of these lines only; the base's stay as they are.
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

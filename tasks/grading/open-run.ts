import { readSettings } from "../../adapters/course-reader.ts";
import { findJson, updateJson } from "../../adapters/storage/json-store.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import { type Instant, type RunId, toInstant } from "../../course/ids.ts";
import {
  type OpenRunInput,
  type OpenRunOutput,
  openRunInputSchema,
  type RunCourse,
  runCourseOf,
} from "../../course/run/run.ts";
import { resumptionOf, runIdOf, runIdOfNth } from "../../course/run/run-id.ts";
import { mostTestsOfPart, type RunPart } from "../../course/run/run-part.ts";
import { runRecordSchema } from "../../course/run/run-record.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { courseStore } from "../runtime/course-store.ts";
import { env } from "../runtime/env.ts";
import { logger } from "../runtime/logger.ts";
import { directTask } from "../runtime/task-input.ts";
import { addLeftOver, findResumable } from "./resumption.ts";
import { RosterParts } from "./roster-parts.ts";
import { claimRun } from "./run-claim.ts";
import { testsAt } from "./run-roster.ts";
import { undoing } from "./undoing.ts";

export interface OpenRunDeps {
  readonly store: ObjectStore;
  readonly bucketName: string;
  /** How long after the cutoff an earlier accepted submission may still arrive on S3. */
  readonly lateWritesSeconds: number;
  /** Students of one part of the roster, at most. */
  readonly studentsOfPart: number;
}

const defaults = (): OpenRunDeps => ({
  store: courseStore(),
  bucketName: env.bucketName(),
  lateWritesSeconds: env.lateWritesSeconds(),
  studentsOfPart: env.studentsOfPart(),
});

const readCourse = async (store: ObjectStore): Promise<RunCourse> => runCourseOf(await readSettings(store));

interface Candidate {
  readonly runId: RunId;
  readonly resumes: RunId | null;
  /** The runs whose open work it does. */
  readonly takenUp: readonly RunId[];
  readonly cutoff: Instant;
  /** It was asked for to grade tests again. */
  readonly isAgain: boolean;
  /** The students whom it grades, and those who have more time. */
  readonly roster: RosterParts;
}

const rosterParts = ({ studentsOfPart }: OpenRunDeps): RosterParts =>
  new RosterParts({ students: studentsOfPart, tests: mostTestsOfPart });

/** Everybody for whom something is due at `moment`. */
const rosterAt = async (deps: OpenRunDeps, moment: Instant): Promise<RosterParts> => {
  const roster = rosterParts(deps);
  for await (const { line, extended } of testsAt(deps.store, moment)) {
    roster.add(line);
    if (extended.length > 0) roster.addExtended({ ...line, tests: [...extended] });
  }
  return roster;
};

/** How many closed runs of this cutoff belong to other executions. */
const countClosed = async (store: ObjectStore, cutoff: Instant, executionArn: string): Promise<number> => {
  for (let n = 0; ; n += 1) {
    const record = await findJson(store, keys.run(runIdOfNth(cutoff, n)), runRecordSchema);
    if (record?.status !== "closed" || record.executionArn === executionArn) return n;
  }
};

/**
 * A test that a closed run graded is no longer due. A test that is still due for the same cutoff came later (it was published
 * again, or is to be graded again) and gets a run of its own, unless the roster was read before that run closed.
 */
const newRun = async (
  deps: OpenRunDeps,
  moment: Instant,
  { executionArn, request }: OpenRunInput,
): Promise<Candidate> => {
  const afresh = { resumes: null, takenUp: [], isAgain: request.again === true };
  let closed = 0;
  for (;;) {
    const roster = await rosterAt(deps, moment);
    const { cutoff } = roster;
    if (cutoff === null) return { ...afresh, runId: runIdOf(moment), cutoff: moment, roster };
    const found = await countClosed(deps.store, cutoff, executionArn);
    if (found === closed) return { ...afresh, runId: runIdOfNth(cutoff, found), cutoff, roster };
    closed = found;
  }
};

const resumption = async (deps: OpenRunDeps, resumed: RunId, executionArn: string): Promise<Candidate> => {
  const run = await findResumable(deps.store, resumed, executionArn);
  const roster = rosterParts(deps);
  await addLeftOver(deps.store, run, roster);
  const runId = resumptionOf(resumed, run.next);
  const { base } = run;
  const takenUp = [...new Set([resumed, (run.lastClosed ?? base).runId])].filter((id) => id !== runId);
  const isAgain = base.again === true;
  return { runId, resumes: base.runId, takenUp, cutoff: base.cutoff, isAgain, roster };
};

/** A run that puts back what another one has changed; it belongs to the same deadlines. */
const undoingRun = async (deps: OpenRunDeps, undo: RunId, executionArn: string): Promise<Candidate> => {
  const { cutoff, lines } = await undoing(deps.store, undo);
  const roster = rosterParts(deps);
  for await (const line of lines) roster.add(line);
  const runId = runIdOfNth(cutoff, await countClosed(deps.store, cutoff, executionArn));
  return { resumes: null, takenUp: [], runId, cutoff, isAgain: false, roster };
};

const candidateFor = (deps: OpenRunDeps, moment: Instant, input: OpenRunInput): Promise<Candidate> => {
  const { resume, undo } = input.request;
  if (undo !== undefined) return undoingRun(deps, undo, input.executionArn);
  return resume === undefined ? newRun(deps, moment, input) : resumption(deps, resume, input.executionArn);
};

/** Notes in the records of the earlier runs which run resumed them, so that nobody acts on their failures again. */
const recordResumedBy = async (
  store: ObjectStore,
  runId: RunId,
  takenUp: readonly RunId[],
): Promise<void> => {
  for (const earlier of takenUp) {
    await updateJson(store, keys.run(earlier), runRecordSchema, (record) =>
      record === null || record.resumedBy === runId ? null : { ...record, resumedBy: runId },
    );
  }
};

/** Writes the roster part by part; the first one last, so that where it is, all are. */
const writeRoster = async (
  { store, bucketName }: OpenRunDeps,
  runId: RunId,
  roster: RosterParts,
): Promise<RunPart[]> => {
  const parts: RunPart[] = [];
  for (const { part, students, ...text } of roster.texts()) {
    const key = keys.runRoster(runId, part);
    if (text.extended !== "") await store.put(keys.runExtended(runId, part), text.extended);
    await store.put(key, text.roster);
    const resultsPrefix = keys.runResults(runId, part);
    parts.unshift({ part, roster: { bucket: bucketName, key, students }, resultsPrefix });
  }
  return parts;
};

/**
 * Opens the run of the deadlines that have passed at the requested moment, or resumes or undoes a run: claims its id and
 * writes its roster, in parts. A retry of the same execution gets the same answer; another execution learns whose run it is.
 *
 * @throws NotFoundError when no course is published, or no run has the id to resume.
 */
export const openRun = async (
  input: OpenRunInput,
  deps: OpenRunDeps = defaults(),
): Promise<OpenRunOutput> => {
  const { executionArn, startedAt, request } = input;
  const { store, lateWritesSeconds } = deps;
  const course = await readCourse(store);
  const moment = toInstant(new Date(request.scheduledTime ?? startedAt));
  const candidate = await candidateFor(deps, moment, input);
  const { runId, resumes, takenUp, cutoff, isAgain, roster } = candidate;
  const { students, tests } = roster;
  const status = students === 0 ? "nothing-due" : "open";

  const count = roster.parts.length;
  const claimed = { runId, executionArn, cutoff, resumes, status, students } as const;
  const kind = { ...(isAgain && { again: true as const }), ...(request.undo && { undoes: request.undo }) };
  const made = { ...(count > 1 && { parts: count }), ...(status === "open" && { tests }) };
  const claim = await claimRun(store, { ...claimed, ...kind, ...made });
  if (!claim.isOurs) return { status: "already-run", runId, executionArn: claim.record.executionArn };
  logger.info("Opened a run.", { runId, status, students, parts: count });
  if (status === "nothing-due") return { status, runId };

  const parts = await writeRoster(deps, runId, roster);
  await recordResumedBy(store, runId, takenUp);
  const landedByMs = Date.parse(cutoff) + lateWritesSeconds * 1000;
  return { status, runId, course, parts, landedBy: toInstant(new Date(landedByMs)) };
};

export const handler = directTask(openRunInputSchema, (input) => openRun(input));

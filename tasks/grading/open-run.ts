import { readSettings } from "../../adapters/course-reader.ts";
import { findJson, updateJson } from "../../adapters/json-store.ts";
import type { ObjectStore } from "../../adapters/object-store.ts";
import { type Instant, type RunId, toInstant } from "../../course/ids.ts";
import {
  type OpenRunInput,
  type OpenRunOutput,
  openRunInputSchema,
  type RunCourse,
  runCourseOf,
} from "../../course/run/run.ts";
import { resumptionOf, runIdOf, runIdOfNth } from "../../course/run/run-id.ts";
import type { ExtendedLine } from "../../course/run/run-people.ts";
import { runRecordSchema } from "../../course/run/run-record.ts";
import { keys } from "../../course/storage-keys.ts";
import { courseStore } from "../runtime/course-store.ts";
import { env } from "../runtime/env.ts";
import { logger } from "../runtime/logger.ts";
import { directTask } from "../runtime/task-input.ts";
import { findResumable, leftOverLines } from "./resumption.ts";
import { claimRun } from "./run-claim.ts";
import { RosterText, testsAt } from "./run-roster.ts";
import { undoing } from "./undoing.ts";

export interface OpenRunDeps {
  readonly store: ObjectStore;
  readonly bucketName: string;
  /** How long after the cutoff an earlier accepted submission may still arrive on S3. */
  readonly lateWritesSeconds: number;
}

const defaults = (): OpenRunDeps => ({
  store: courseStore(),
  bucketName: env.bucketName(),
  lateWritesSeconds: env.lateWritesSeconds(),
});

const readCourse = async (store: ObjectStore): Promise<RunCourse> => runCourseOf(await readSettings(store));

interface Candidate extends People {
  readonly runId: RunId;
  readonly resumes: RunId | null;
  /** The runs whose open work it does. */
  readonly takenUp: readonly RunId[];
  readonly cutoff: Instant;
  /** It was asked for to grade tests again. */
  readonly isAgain: boolean;
}

/** The students whom a run grades, and those who have more time. */
interface People {
  readonly roster: RosterText;
  readonly extended: readonly ExtendedLine[];
}

const peopleAt = async (store: ObjectStore, moment: Instant): Promise<People> => {
  const roster = new RosterText();
  const lines: ExtendedLine[] = [];
  for await (const { line, extended } of testsAt(store, moment)) {
    roster.add(line);
    if (extended.length > 0) lines.push({ ...line, after: roster.last, tests: [...extended] });
  }
  return { roster, extended: lines };
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
  store: ObjectStore,
  moment: Instant,
  { executionArn, request }: OpenRunInput,
): Promise<Candidate> => {
  const afresh = { resumes: null, takenUp: [], isAgain: request.again === true };
  let closed = 0;
  for (;;) {
    const people = await peopleAt(store, moment);
    const { cutoff } = people.roster;
    if (cutoff === null) return { ...afresh, runId: runIdOf(moment), cutoff: moment, ...people };
    const found = await countClosed(store, cutoff, executionArn);
    if (found === closed) return { ...afresh, runId: runIdOfNth(cutoff, found), cutoff, ...people };
    closed = found;
  }
};

const resumption = async (store: ObjectStore, resumed: RunId, executionArn: string): Promise<Candidate> => {
  const run = await findResumable(store, resumed, executionArn);
  const roster = new RosterText();
  for await (const line of leftOverLines(store, run)) roster.add(line);
  const runId = resumptionOf(resumed, run.next);
  const takenUp = [...new Set([resumed, run.lastClosed ?? run.base.runId])].filter((id) => id !== runId);
  const { base } = run;
  const isAgain = base.again === true;
  return { runId, resumes: base.runId, takenUp, cutoff: base.cutoff, isAgain, roster, extended: [] };
};

/** A run that puts back what another one has changed; it belongs to the same deadlines. */
const undoingRun = async (store: ObjectStore, undo: RunId, executionArn: string): Promise<Candidate> => {
  const { cutoff, lines } = await undoing(store, undo);
  const roster = new RosterText();
  for await (const line of lines) roster.add(line);
  const runId = runIdOfNth(cutoff, await countClosed(store, cutoff, executionArn));
  return { resumes: null, takenUp: [], runId, cutoff, isAgain: false, roster, extended: [] };
};

const candidateFor = (store: ObjectStore, moment: Instant, input: OpenRunInput): Promise<Candidate> => {
  const { resume, undo } = input.request;
  if (undo !== undefined) return undoingRun(store, undo, input.executionArn);
  return resume === undefined ? newRun(store, moment, input) : resumption(store, resume, input.executionArn);
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

/**
 * Opens the run of the deadlines that have passed at the requested moment, or resumes or undoes a run: claims its id and writes its
 * roster. A retry of the same execution gets the same answer; another execution learns whose run it is.
 *
 * @throws NotFoundError when no course is published, or no run has the id to resume.
 */
export const openRun = async (
  input: OpenRunInput,
  { store, bucketName, lateWritesSeconds }: OpenRunDeps = defaults(),
): Promise<OpenRunOutput> => {
  const { executionArn, startedAt, request } = input;
  const course = await readCourse(store);
  const moment = toInstant(new Date(request.scheduledTime ?? startedAt));
  const candidate = await candidateFor(store, moment, input);
  const { runId, resumes, takenUp, cutoff, isAgain, roster, extended } = candidate;
  const { students } = roster;
  const status = students === 0 ? "nothing-due" : "open";

  const claimed = { runId, executionArn, cutoff, resumes, status, students } as const;
  const kind = { ...(isAgain && { again: true as const }), ...(request.undo && { undoes: request.undo }) };
  const claim = await claimRun(store, { ...claimed, ...kind });
  if (!claim.isOurs) return { status: "already-run", runId, executionArn: claim.record.executionArn };
  logger.info("Opened a run.", { runId, status, students });
  if (status === "nothing-due") return { status, runId };

  await store.put(keys.runRoster(runId), roster.bytes());
  if (extended.length > 0)
    await store.put(keys.runExtended(runId), extended.map((line) => `${JSON.stringify(line)}\n`).join(""));
  await recordResumedBy(store, runId, takenUp);
  const landedByMs = Date.parse(cutoff) + lateWritesSeconds * 1000;
  return {
    status,
    runId,
    course,
    roster: { bucket: bucketName, key: keys.runRoster(runId), students },
    resultsPrefix: keys.runResults(runId),
    landedBy: toInstant(new Date(landedByMs)),
  };
};

export const handler = directTask(openRunInputSchema, (input) => openRun(input));

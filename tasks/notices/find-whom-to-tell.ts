import { readSettings, readTests } from "../../adapters/course-reader.ts";
import { readUnmailedScores } from "../../adapters/scores/late-scores.ts";
import { mapBounded } from "../../adapters/storage/bounded.ts";
import { findVersioned, readJsonLines } from "../../adapters/storage/json-store.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import { withoutDone } from "../../adapters/tests/submitted.ts";
import { testsJustReleased } from "../../course/grading/late-scores.ts";
import type { Notice } from "../../course/notices/notice.ts";
import { remindedByHand } from "../../course/notices/notice-by-hand.ts";
import { noticesAt } from "../../course/notices/notice-plan.ts";
import {
  type FindWhomInput,
  type FindWhomOutput,
  findWhomInputSchema,
  type ListedStudent,
  noticeClaimSchema,
} from "../../course/notices/notices-run.ts";
import { remindersOf } from "../../course/notices/reminder-settings.ts";
import { runCourseOf } from "../../course/run/run.ts";
import type { Settings } from "../../course/settings.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { type Student, studentSchema } from "../../course/student.ts";
import type { Test } from "../../course/test.ts";
import { courseStore } from "../runtime/course-store.ts";
import { logger } from "../runtime/logger.ts";
import { directTask } from "../runtime/task-input.ts";

/**
 * Most students that one part looks up, in parallel, each with a read, and a listing for every test with a reminder: about
 * 45 s. The roster's lines before and after cost microseconds each.
 */
const studentsInPart = 20_000;
const parallelLookups = 32;

/** Claims the instant: of two executions that planned it, one sends. An execution that retries finds its own claim. */
const isOurs = async (store: ObjectStore, { planned, executionArn }: FindWhomInput): Promise<boolean> => {
  const key = keys.notice(planned.noticeId);
  if (await store.create(key, JSON.stringify({ executionArn }))) return true;
  const found = await findVersioned(store, key, noticeClaimSchema);
  return found?.value.executionArn === executionArn;
};

/** A student's notices now, before the student's submissions are looked up. */
const noticesFor = (
  settings: Settings,
  tests: readonly Test[],
  { at, remind }: FindWhomInput["planned"],
): ((student: Student) => Notice[]) => {
  if (remind) return remindedByHand(tests, remind, at, settings.timeZone);
  const reminders = remindersOf(settings);
  if (reminders === null) return () => [];
  const ofStudent = noticesAt(tests, { ...reminders, timeZone: settings.timeZone }, at);
  return ({ extensions }) => ofStudent(extensions);
};

/** Who may have something to be told, by the roster alone, and what is left of it after a look into the student's own data. */
interface Wanted {
  readonly mayBe: (student: Student) => ListedStudent | null;
  readonly lookUp: (listed: ListedStudent) => Promise<ListedStudent>;
}

const wantedNotices = (
  store: ObjectStore,
  settings: Settings,
  tests: readonly Test[],
  planned: FindWhomInput["planned"],
): Wanted => {
  const noticesOf = noticesFor(settings, tests, planned);
  return {
    mayBe: (student) => {
      const notices = noticesOf(student);
      return notices.length === 0 ? null : { studentId: student.studentId, notices };
    },
    lookUp: (listed) => withoutDone(store, listed),
  };
};

const wantedScores = (
  store: ObjectStore,
  settings: Settings,
  tests: readonly Test[],
  { at }: FindWhomInput["planned"],
): Wanted => {
  const released = testsJustReleased(settings, tests, at);
  return {
    mayBe: ({ studentId }) => (released.length === 0 ? null : { studentId, notices: [] }),
    lookUp: async ({ studentId, notices }) => ({
      studentId,
      notices,
      scores: await readUnmailedScores(store, studentId, released),
    }),
  };
};

interface Part {
  /** The line at which the next part starts; null: the roster has ended. */
  next: number | null;
}

/** The students from line `skip` of the roster on who may have notices, at most as many as one part has. */
async function* candidates(
  store: ObjectStore,
  mayBe: Wanted["mayBe"],
  skip: number,
  part: Part,
): AsyncIterable<ListedStudent> {
  let line = 0;
  let found = 0;
  for await (const student of readJsonLines(store, keys.roster, studentSchema)) {
    line += 1;
    if (line <= skip) continue;
    const listed = mayBe(student);
    if (listed === null) continue;
    yield listed;
    found += 1;
    if (found === studentsInPart) {
      part.next = line;
      return;
    }
  }
}

/**
 * Finds the notices of this instant, by the present tests, list and submissions: claims the instant, and writes a part of
 * the list. A large course takes several parts, one after the other.
 *
 * Should the roster change between two parts, somebody may be on neither list or on both; the mail ledger still tells
 * everybody at most once.
 *
 * @throws NotFoundError when no course is published.
 */
export const findWhomToTell = async (
  input: FindWhomInput,
  store: ObjectStore = courseStore(),
): Promise<FindWhomOutput> => {
  const { planned, part, skip } = input;
  const { noticeId } = planned;
  const settings = await readSettings(store);
  const key = keys.noticeList(noticeId, part);
  const answer = { course: runCourseOf(settings), resultsPrefix: keys.noticeResults(noticeId, part) };
  if (!(await isOurs(store, input))) {
    return { ...answer, status: "taken", list: { key, notices: 0 }, next: null };
  }
  const wanted = planned.scores ? wantedScores : wantedNotices;
  const { mayBe, lookUp } = wanted(store, settings, await readTests(store), planned);
  const state: Part = { next: null };
  const lines: string[] = [];
  let notices = 0;
  const looked = mapBounded(candidates(store, mayBe, skip, state), parallelLookups, lookUp);
  for await (const listed of looked) {
    const mails = listed.notices.length + (listed.scores?.length ?? 0);
    if (mails === 0) continue;
    notices += mails;
    lines.push(`${JSON.stringify(listed)}\n`);
  }
  if (lines.length > 0) await store.put(key, lines.join(""));
  logger.info("Found whom to tell.", { noticeId, part, students: lines.length, notices });
  return { ...answer, status: notices > 0 ? "found" : "nobody", list: { key, notices }, next: state.next };
};

export const handler = directTask(findWhomInputSchema, (input) => findWhomToTell(input));

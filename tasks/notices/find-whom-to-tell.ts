import { mapBounded } from "../../adapters/bounded.ts";
import { readTests } from "../../adapters/course-reader.ts";
import { findVersioned, readJson, readJsonLines } from "../../adapters/json-store.ts";
import type { ObjectStore } from "../../adapters/object-store.ts";
import { withoutSubmitted } from "../../adapters/submitted.ts";
import type { Notice } from "../../course/notice.ts";
import { remindedByHand } from "../../course/notice-by-hand.ts";
import { noticesAt } from "../../course/notice-plan.ts";
import {
  type FindWhomInput,
  type FindWhomOutput,
  findWhomInputSchema,
  type ListedStudent,
  noticeClaimSchema,
} from "../../course/notices-run.ts";
import { remindersOf } from "../../course/reminder-settings.ts";
import { runCourseOf } from "../../course/run.ts";
import { type Settings, settingsSchema } from "../../course/settings.ts";
import { keys } from "../../course/storage-keys.ts";
import { type Student, studentSchema } from "../../course/student.ts";
import { courseStore } from "../runtime/course-store.ts";
import { logger } from "../runtime/logger.ts";
import { directTask } from "../runtime/task-input.ts";

/**
 * Most students that one part looks up, in parallel, each with a listing for every test with a reminder: about 30 s. The
 * roster's lines before and after cost microseconds each.
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
const noticesFor = async (
  store: ObjectStore,
  settings: Settings,
  { at, remind }: FindWhomInput["planned"],
): Promise<(student: Student) => Notice[]> => {
  const tests = await readTests(store);
  if (remind) return remindedByHand(tests, remind, at, settings.timeZone);
  const reminders = remindersOf(settings);
  if (reminders === null) return () => [];
  const ofStudent = noticesAt(tests, { ...reminders, timeZone: settings.timeZone }, at);
  return ({ extensions }) => ofStudent(extensions);
};

interface Part {
  /** The line at which the next part starts; null: the roster has ended. */
  next: number | null;
}

/** The students from line `skip` of the roster on who may have notices, at most as many as one part has. */
async function* candidates(
  store: ObjectStore,
  noticesOf: (student: Student) => Notice[],
  skip: number,
  part: Part,
): AsyncIterable<ListedStudent> {
  let line = 0;
  let found = 0;
  for await (const student of readJsonLines(store, keys.roster, studentSchema)) {
    line += 1;
    if (line <= skip) continue;
    const notices = noticesOf(student);
    if (notices.length === 0) continue;
    yield { studentId: student.studentId, notices };
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
  const settings = await readJson(store, keys.settings, settingsSchema);
  const key = keys.noticeList(noticeId, part);
  const answer = { course: runCourseOf(settings), resultsPrefix: keys.noticeResults(noticeId, part) };
  if (!(await isOurs(store, input))) {
    return { ...answer, status: "taken", list: { key, notices: 0 }, next: null };
  }
  const noticesOf = await noticesFor(store, settings, planned);
  const state: Part = { next: null };
  const lines: string[] = [];
  let notices = 0;
  const looked = mapBounded(candidates(store, noticesOf, skip, state), parallelLookups, (listed) =>
    withoutSubmitted(store, listed),
  );
  for await (const listed of looked) {
    if (listed.notices.length === 0) continue;
    notices += listed.notices.length;
    lines.push(`${JSON.stringify(listed)}\n`);
  }
  if (lines.length > 0) await store.put(key, lines.join(""));
  logger.info("Found whom to tell.", { noticeId, part, students: lines.length, notices });
  return { ...answer, status: notices > 0 ? "found" : "nobody", list: { key, notices }, next: state.next };
};

export const handler = directTask(findWhomInputSchema, (input) => findWhomToTell(input));

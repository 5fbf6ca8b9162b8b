import { readSettings } from "../../adapters/course-reader.ts";
import { CorruptError } from "../../adapters/errors.ts";
import { findReminderChoice } from "../../adapters/mail/reminder-choice.ts";
import { entriesOfGrades, readScoreList } from "../../adapters/scores/score-list.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import type { ListTestsAnswer } from "../../course/api/answers.ts";
import type { ScoreEntry } from "../../course/grading/score-list.ts";
import { resultsOf } from "../../course/grading/test-results.ts";
import type { Instant, StudentId } from "../../course/ids.ts";
import type { ReminderChoice } from "../../course/notices/reminder-choice.ts";
import { upcoming } from "../../course/open-tests.ts";
import type { Settings } from "../../course/settings.ts";
import type { Profile } from "../../course/student.ts";
import type { Test } from "../../course/test.ts";
import { logger } from "../runtime/logger.ts";

/** The results of a student's tests. The list repeats the grades, so they are read when the list is corrupt. */
export const readEntries = async (store: ObjectStore, studentId: StudentId): Promise<ScoreEntry[]> => {
  try {
    return await readScoreList(store, studentId);
  } catch (error) {
    if (!(error instanceof CorruptError)) throw error;
    logger.error("A student's list of scores is corrupt.", { studentId });
    return entriesOfGrades(store, studentId);
  }
};

/** The trainer and the language of the course. */
export const courseOf = ({ title, trainer, language }: Settings): NonNullable<ListTestsAnswer["course"]> => ({
  title,
  trainer,
  ...(language && { language }),
});

/** The student's choice about mails about tests; null: none yet, or nobody can read it, which must not cost the list. */
export const readChoice = async (
  store: ObjectStore,
  studentId: StudentId,
): Promise<ReminderChoice | null> => {
  try {
    return await findReminderChoice(store, studentId);
  } catch (error) {
    if (!(error instanceof CorruptError)) throw error;
    logger.error("A student's choice about reminders is corrupt.", { studentId });
    return null;
  }
};

/** What the results of a student are made of, beside profile and tests. */
export interface History {
  readonly entries: readonly ScoreEntry[];
  readonly settings: Settings;
}

export const readHistory = async (store: ObjectStore, studentId: StudentId): Promise<History> => {
  const [entries, settings] = await Promise.all([readEntries(store, studentId), readSettings(store)]);
  return { entries, settings };
};

type Results = Required<Pick<ListTestsAnswer, "results" | "course" | "student" | "upcoming">>;

/** What a page shows besides open tests: the results of past ones, whose course it is, and what comes next. */
export const resultsAnswer = (
  { entries, settings }: History,
  { name, extensions }: Profile,
  tests: readonly Test[],
  now: Instant,
): Results => ({
  results: resultsOf(entries, { settings, tests, extensions, now }),
  course: courseOf(settings),
  student: { name },
  upcoming: upcoming(tests, now),
});

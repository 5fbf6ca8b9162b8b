import {
  BestScores,
  CourseGradebook,
  type GradebookStudent,
  type GradebookTest,
} from "../course/gradebook/course-gradebook.ts";
import type { Instant, StudentId } from "../course/ids.ts";
import { cutoffsByPath } from "../course/run/due.ts";
import { gradedThroughSchema } from "../course/run/run-record.ts";
import { type Settings, settingsSchema } from "../course/settings.ts";
import { keys } from "../course/storage-keys.ts";
import { studentSchema } from "../course/student.ts";
import { bookByStudent } from "./course-book.ts";
import { publishFirst, readTests } from "./course-reader.ts";
import { findJson, readJson, readJsonLines } from "./json-store.ts";
import type { ObjectStore } from "./object-store.ts";

/** The gradebook of the whole course. */
export interface WholeGradebook {
  readonly settings: Settings;
  readonly tests: readonly GradebookTest[];
  /** In the course's order. */
  readonly students: readonly GradebookStudent[];
  /** The moment that it describes. */
  readonly now: Instant;
  /** Students who have scores and are no longer on the list. */
  readonly offList: readonly StudentId[];
}

/**
 * Makes the gradebook of a course from its book, in memory: some 150 bytes for each student and test.
 *
 * @param nowFor the moment that says which tests are open, given the latest cutoff that tests are graded up to.
 * @throws NotFoundError when nothing is published. @throws CorruptError
 */
export const readWholeGradebook = async (
  store: ObjectStore,
  nowFor: (gradedUpTo: Instant | null) => Instant,
): Promise<WholeGradebook> => {
  const settings = await readJson(store, keys.settings, settingsSchema, publishFirst);
  const [tests, gradedThrough, book] = await Promise.all([
    readTests(store),
    findJson(store, keys.gradedThrough, gradedThroughSchema),
    bookByStudent(store),
  ]);
  const cutoffs = cutoffsByPath(gradedThrough ?? []);
  const latest = cutoffs.values().reduce<Instant | null>((a, b) => (a === null || b > a ? b : a), null);
  const best = new BestScores();
  for (const line of book.values()) best.add(line);
  const now = nowFor(latest);
  const gradebook = new CourseGradebook({ settings, tests, cutoffs, now }, best);
  const students: GradebookStudent[] = [];
  for await (const student of readJsonLines(store, keys.roster, studentSchema)) {
    students.push(gradebook.student(student, book.get(student.studentId)));
    book.delete(student.studentId);
  }
  return { settings, tests: gradebook.tests, students, now, offList: [...book.keys()] };
};

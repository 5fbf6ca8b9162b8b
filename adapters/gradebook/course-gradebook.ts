import {
  BestScores,
  CourseGradebook,
  type GradebookStudent,
  type GradebookTest,
} from "../../course/gradebook/course-gradebook.ts";
import type { Instant, StudentId } from "../../course/ids.ts";
import { cutoffsByPath } from "../../course/run/due.ts";
import { gradedThroughSchema } from "../../course/run/run-record.ts";
import type { Settings } from "../../course/settings.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { studentSchema } from "../../course/student.ts";
import { readSettings, readTests } from "../course-reader.ts";
import { findJson, readJsonLines } from "../storage/json-store.ts";
import type { ObjectStore } from "../storage/object-store.ts";
import { bookByStudent } from "./course-book.ts";

/** The gradebook of the whole course. */
export interface WholeGradebook {
  readonly settings: Settings;
  readonly tests: readonly GradebookTest[];
  /** In the course's order. */
  readonly students: readonly GradebookStudent[];
  /** The moment that it describes. */
  readonly now: Instant;
  /** The first moment after `now` at which a test opens, or ends for somebody; null: none. Until then only new data changes it. */
  readonly changesAt: Instant | null;
  /** Students who have scores and are no longer on the list. */
  readonly offList: readonly StudentId[];
}

/** The objects that the gradebook of a course is made of, beside its book. */
export const gradebookInputs = [keys.settings, keys.tests, keys.gradedThrough, keys.roster] as const;

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
  const settings = await readSettings(store);
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
  const ahead = new Ahead(now);
  for (const { opens, deadline } of tests) ahead.add(opens, deadline);
  for await (const student of readJsonLines(store, keys.roster, studentSchema)) {
    students.push(gradebook.student(student, book.get(student.studentId)));
    book.delete(student.studentId);
    for (const { deadline } of student.extensions) ahead.add(deadline);
  }
  const { tests: columns } = gradebook;
  return { settings, tests: columns, students, now, changesAt: ahead.first, offList: [...book.keys()] };
};

/** Finds the first of several instants after `now`. */
class Ahead {
  readonly #now: Instant;
  first: Instant | null = null;

  constructor(now: Instant) {
    this.#now = now;
  }

  add(...instants: readonly (Instant | null)[]): void {
    for (const instant of instants) {
      if (instant === null || instant <= this.#now) continue;
      if (this.first === null || instant < this.first) this.first = instant;
    }
  }
}

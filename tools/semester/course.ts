import type { StudentId } from "../../course/ids.ts";
import type { CourseTest } from "../../trainer/course-folder/course.ts";
import type { MadeUpCourse, MadeUpTest } from "../class/course-folder.ts";

/** How large the course is. */
export interface SemesterSize {
  readonly weeks: number;
  /** Spread evenly over the weeks. */
  readonly tests: number;
  readonly students: number;
}

export const questionCount = 6;

const firstTuesdayMs = Date.UTC(2026, 8, 1);
const dayMs = 24 * 60 * 60 * 1000;

/** Tuesday 20:00 of a week, counted from 1: the week's tests open, and students hand in until Monday 23:00. */
const opensIn = (week: number): string =>
  `${new Date(firstTuesdayMs + (week - 1) * 7 * dayMs).toISOString().slice(0, 10)} 20:00`;

const padded = (number: number, length: number): string => String(number).padStart(length, "0");

const subjects = ["linux", "networks", "shell", "mail"];

const testIdOf = (week: number): string => `week-${padded(week, 2)}`;

const testsIn = (week: number, { weeks, tests }: SemesterSize): MadeUpTest[] => {
  const upTo = (end: number): number => Math.floor((tests * end) / weeks);
  return subjects.slice(0, upTo(week) - upTo(week - 1)).map((subject) => ({
    path: `${subject}/${testIdOf(week)}`,
    title: `Test of week ${week} in ${subject}`,
    opens: opensIn(week),
  }));
};

/** The course as its folder says it. At most four tests a week. */
export const semester = (size: SemesterSize): MadeUpCourse => ({
  studentIds: Array.from({ length: size.students }, (_, index) => `student-${padded(index + 1, 5)}`),
  tests: Array.from({ length: size.weeks }, (_, index) => testsIn(index + 1, size)).flat(),
  questions: questionCount,
  reminders: "{ opened: yes, before: [1 day, 2 hours], quiet: 22:00-07:00 }",
});

/** The tests of a week, counted from 1. */
export const testsOfWeek = (tests: readonly CourseTest[], week: number): CourseTest[] =>
  tests.filter(({ testId }) => testId === testIdOf(week));

/** The number in an id, such as 7 in `student-00007` and `week-07`. */
const numberIn = (id: string): number => Number(/\d+$/.exec(id)?.[0] ?? 0);

/** One in eleven misses a test. null: nothing is handed in; otherwise how many answers are right. */
export const rightAnswersOf = (studentId: StudentId, { subject, testId }: CourseTest): number | null => {
  const seed = numberIn(studentId) * 7 + numberIn(testId) * 3 + subject.length;
  return seed % 11 === 0 ? null : seed % (questionCount + 1);
};

import type { StudentId } from "../../course/ids.ts";
import type { CourseTest } from "../../trainer/course-folder/course.ts";
import { type MadeUpCourse, makeUpCourse, testIn } from "../class/course-folder.ts";

/** One week of a made-up course on disk: its class, and the test that the class takes. */
export interface BenchWeek {
  readonly folder: string;
  readonly studentIds: readonly StudentId[];
  readonly test: CourseTest;
  /** When the test is open, and its deadline; milliseconds since 1970. */
  readonly beginsMs: number;
  readonly deadlineMs: number;
}

export const questionCount = 6;
/** One of each type. */
const typedQuestionCount = 7;
export const rightAnswers = 4;

/** By test id. */
const weeks = {
  week1: { beginsMs: Date.parse("2026-11-11T12:00:00Z"), deadlineMs: Date.parse("2026-11-16T22:00:00Z") },
  week2: { beginsMs: Date.parse("2026-11-18T12:00:00Z"), deadlineMs: Date.parse("2026-11-23T22:00:00Z") },
} as const;

const tests: MadeUpCourse["tests"] = [
  { path: "linux/week1", title: "The test of week1", opens: "2026-11-10 20:00" },
  { path: "linux/week2", title: "The test of week2", opens: "2026-11-17 20:00" },
];

/** Writes the course with a class of `students`, for the week that its test `testId` is about. */
export const writeCourse = (
  folder: string,
  students: number,
  testId: keyof typeof weeks,
  allTypes = false,
): BenchWeek => {
  const course = makeUpCourse(folder, {
    studentIds: Array.from(
      { length: students },
      (_, i) => `student-${testId}-${String(i + 1).padStart(6, "0")}`,
    ),
    tests,
    questions: allTypes ? typedQuestionCount : questionCount,
    allTypes,
  });
  const studentIds = course.students.map(({ studentId }) => studentId);
  return { folder, studentIds, test: testIn(course, `linux/${testId}`), ...weeks[testId] };
};

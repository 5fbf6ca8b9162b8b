import type { StudentId } from "../../course/ids.ts";
import type { CourseTest } from "../../trainer/course-folder/course.ts";
import { makeUpCourse, testIn } from "../class/course-folder.ts";
import { seeded } from "./seeded.ts";

/** What a student does: how many answers are right in each of the submissions, the last of which counts. */
export interface SoakStudent {
  readonly studentId: StudentId;
  readonly email: string;
  readonly attempts: readonly number[];
}

export interface SoakClass {
  readonly folder: string;
  readonly trainerEmail: string;
  readonly test: CourseTest;
  readonly students: readonly SoakStudent[];
  /** When the test is open, and its deadline; milliseconds since 1970. */
  readonly beginsMs: number;
  readonly deadlineMs: number;
}

const questionCount = 4;

/** The shares of the class that hand nothing in, and that hand in twice. */
const missingShare = 0.1;
const twiceShare = 0.2;

const attemptsOf = (random: Iterator<number>): number[] => {
  const draw = (): number => random.next().value ?? 0;
  const who = draw();
  const right = (): number => Math.floor(draw() * (questionCount + 1));
  if (who < missingShare) return [];
  const first = right();
  // The answers differ from the first ones, because the same answers would be the same attempt.
  return who < missingShare + twiceShare ? [first, (first + 1) % (questionCount + 1)] : [first];
};

/** Writes a course with one test, and decides by seed what each student of the class will do. */
export const writeSoakCourse = (folder: string, students: number, seed: number): SoakClass => {
  const random = seeded(seed, "students");
  const course = makeUpCourse(folder, {
    studentIds: Array.from({ length: students }, (_, i) => `s${String(i + 1).padStart(5, "0")}`),
    tests: [{ path: "linux/week1", title: "Week one", opens: "2026-11-17 20:00" }],
    questions: questionCount,
  });
  return {
    folder,
    trainerEmail: course.settings.trainer.email,
    test: testIn(course, "linux/week1"),
    students: course.students.map(({ studentId, email }) => ({
      studentId,
      email,
      attempts: attemptsOf(random),
    })),
    beginsMs: Date.parse("2026-11-17T20:00:00Z"),
    deadlineMs: Date.parse("2026-11-23T22:00:00Z"),
  };
};

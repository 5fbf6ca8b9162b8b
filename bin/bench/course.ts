import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { answerIdSchema } from "../../course/ids.ts";
import type { GivenAnswer } from "../../course/submission.ts";
import type { CourseTest } from "../../trainer/course-folder/course.ts";
import { readCourse } from "../../trainer/course-folder/read-course.ts";

/** A made-up course on disk, and what the bench knows of it. */
export interface BenchCourse {
  readonly folder: string;
  readonly studentIds: readonly string[];
  readonly test: CourseTest;
  /** Everybody's answers: four of six are right. */
  readonly answers: readonly GivenAnswer[];
  /** When the week begins, and its deadline; ISO 8601. */
  readonly begins: string;
  readonly deadline: string;
}

const questionCount = 6;
const rightAnswers = 4;
const wrongAnswer = answerIdSchema.parse("b");

const courseYaml = `title: Bench
trainer: { name: Ada Nowak, email: trainer@example.com }
sender: no-reply@example.com
timeZone: Europe/Warsaw
deadline: Monday 23:00
mailsPerSecond: 1000
`;

const question = (number: number): string => `  - text: What is answer number ${number}?
    answers: { a: this one, b: that one, c: another one, d: none of them }
    right: a
`;

/** Writes a course with one test of six questions and a class of `students`. */
export const writeCourse = (folder: string, students: number): BenchCourse => {
  const ids = Array.from({ length: students }, (_, i) => `student-${String(i + 1).padStart(6, "0")}`);
  mkdirSync(join(folder, "linux"), { recursive: true });
  writeFileSync(join(folder, "course.yaml"), courseYaml);
  const questions = Array.from({ length: questionCount }, (_, i) => question(i + 1)).join("");
  writeFileSync(
    join(folder, "linux", "week1.yaml"),
    `title: Week one\nopens: 2026-11-17 20:00\ndeadline: 2026-11-23 23:00\nquestions:\n${questions}`,
  );
  const rows = ids.map((id) => `${id},${id}@example.com,Student ${id}`);
  writeFileSync(join(folder, "students.csv"), `studentId,email,name\n${rows.join("\n")}\n`);
  const course = readCourse(folder);
  const [test] = course.tests;
  if (!test) throw new Error("The bench's course has no test.");
  return {
    folder,
    studentIds: ids,
    test,
    answers: test.answerKey.map(({ questionId, answer }, i) => ({
      questionId,
      answer: i < rightAnswers ? answer : wrongAnswer,
    })),
    begins: "2026-11-17T19:00:00.000Z",
    deadline: "2026-11-23T22:00:00.000Z",
  };
};

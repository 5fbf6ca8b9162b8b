import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { answerIdSchema } from "../../course/ids.ts";
import type { GivenAnswer } from "../../course/submission.ts";
import type { CourseTest } from "../../trainer/course-folder/course.ts";
import { readCourse } from "../../trainer/course-folder/read-course.ts";

/** One week of a made-up course on disk: its class, the test that the class takes, and everybody's answers. */
export interface BenchWeek {
  readonly folder: string;
  readonly studentIds: readonly string[];
  readonly test: CourseTest;
  /** Four of six are right. */
  readonly answers: readonly GivenAnswer[];
  /** When the test is open, and its deadline; ISO 8601. */
  readonly begins: string;
  readonly deadline: string;
}

const questionCount = 6;
const rightAnswers = 4;
const wrongAnswer = answerIdSchema.parse("b");

const courseYaml = `id: bench
title: Bench
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

const questions = Array.from({ length: questionCount }, (_, i) => question(i + 1)).join("");

/** By test id; wall times are those of Warsaw. */
const weeks = {
  week1: {
    opens: "2026-11-10 20:00",
    closes: "2026-11-16 23:00",
    begins: "2026-11-11T12:00:00.000Z",
    deadline: "2026-11-16T22:00:00.000Z",
  },
  week2: {
    opens: "2026-11-17 20:00",
    closes: "2026-11-23 23:00",
    begins: "2026-11-18T12:00:00.000Z",
    deadline: "2026-11-23T22:00:00.000Z",
  },
} as const;

/** Writes the course with a class of `students`, for the week that its test `testId` is about. */
export const writeCourse = (folder: string, students: number, testId: keyof typeof weeks): BenchWeek => {
  const ids = Array.from(
    { length: students },
    (_, i) => `student-${testId}-${String(i + 1).padStart(6, "0")}`,
  );
  mkdirSync(join(folder, "linux"), { recursive: true });
  writeFileSync(join(folder, "course.yaml"), courseYaml);
  for (const [id, { opens, closes }] of Object.entries(weeks)) {
    const yaml = `title: The test of ${id}\nopens: ${opens}\ndeadline: ${closes}\nquestions:\n${questions}`;
    writeFileSync(join(folder, "linux", `${id}.yaml`), yaml);
  }
  const rows = ids.map((id) => `${id},${id}@example.com,Student ${id}`);
  writeFileSync(join(folder, "students.csv"), `studentId,email,name\n${rows.join("\n")}\n`);
  const test = readCourse(folder).tests.find((one) => one.testId === testId);
  if (!test) throw new Error(`The bench's course has no test ${testId}.`);
  const answers = test.answerKey.map(({ questionId, answer }, i) => ({
    questionId,
    answer: i < rightAnswers ? answer : wrongAnswer,
  }));
  const { begins, deadline } = weeks[testId];
  return { folder, studentIds: ids, test, answers, begins, deadline };
};

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { answerIdSchema, type StudentId } from "../../course/ids.ts";
import type { GivenAnswer } from "../../course/submission.ts";
import type { CourseTest } from "../../trainer/course-folder/course.ts";
import { readCourse } from "../../trainer/course-folder/read-course.ts";
import { seeded } from "./seeded.ts";

/** What a student does: how many answers are right in each of the submissions, the last of which counts. */
export interface SoakStudent {
  readonly studentId: StudentId;
  readonly email: string;
  readonly attempts: readonly number[];
}

export interface SoakClass {
  readonly folder: string;
  readonly title: string;
  readonly trainerEmail: string;
  readonly test: CourseTest;
  readonly students: readonly SoakStudent[];
  /** When the test is open, and its deadline; milliseconds since 1970. */
  readonly beginsMs: number;
  readonly deadlineMs: number;
}

const questionCount = 4;
const wrongAnswer = answerIdSchema.parse("b");

/** Of the class, who hands nothing in, and who hands in twice. */
const missingShare = 0.1;
const twiceShare = 0.2;

const courseYaml = `id: soak
title: Soak
trainer: { name: Ada Nowak, email: trainer@example.com }
sender: no-reply@example.com
timeZone: Europe/Warsaw
deadline: Monday 23:00
mailsPerSecond: 1000
`;

const question = (number: number): string => `  - text: What is answer number ${number}?
    answers: { a: this one, b: that one, c: another one }
    right: a
`;

const attemptsOf = (random: Iterator<number>): number[] => {
  const draw = (): number => random.next().value ?? 0;
  const who = draw();
  const right = (): number => Math.floor(draw() * (questionCount + 1));
  if (who < missingShare) return [];
  const first = right();
  // Other answers than the first time: the same ones would be the same attempt.
  return who < missingShare + twiceShare ? [first, (first + 1) % (questionCount + 1)] : [first];
};

/** Writes a course with one test, and decides by seed what each student of the class will do. */
export const writeSoakCourse = (folder: string, students: number, seed: number): SoakClass => {
  const random = seeded(seed, "students");
  mkdirSync(join(folder, "linux"), { recursive: true });
  writeFileSync(join(folder, "course.yaml"), courseYaml);
  const questions = Array.from({ length: questionCount }, (_, i) => question(i + 1)).join("");
  writeFileSync(
    join(folder, "linux", "week1.yaml"),
    `title: Week one\nopens: 2026-11-17 20:00\ndeadline: 2026-11-23 23:00\nquestions:\n${questions}`,
  );
  const ids = Array.from({ length: students }, (_, i) => `s${String(i + 1).padStart(5, "0")}`);
  const rows = ids.map((id) => `${id},${id}@example.com,Student ${id}`);
  writeFileSync(join(folder, "students.csv"), `studentId,email,name\n${rows.join("\n")}\n`);
  const course = readCourse(folder);
  const [test] = course.tests;
  if (!test) throw new Error("The soak's course has no test.");
  return {
    folder,
    title: course.settings.title,
    trainerEmail: course.settings.trainer.email,
    test,
    students: course.students.map(({ studentId, email }) => ({
      studentId,
      email,
      attempts: attemptsOf(random),
    })),
    beginsMs: Date.parse("2026-11-17T20:00:00Z"),
    deadlineMs: Date.parse("2026-11-23T22:00:00Z"),
  };
};

/** Answers of which the first `right` are right. */
export const answersOf = ({ answerKey }: CourseTest, right: number): GivenAnswer[] =>
  answerKey.map(({ questionId, answer }, i) => ({
    questionId,
    answer: i < right ? answer : wrongAnswer,
  }));

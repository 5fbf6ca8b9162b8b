import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { testPath } from "../../course/ids.ts";
import type { Course, CourseTest } from "../../trainer/course-folder/course.ts";
import { readCourse } from "../../trainer/course-folder/read-course.ts";

export interface MadeUpTest {
  /** `<subject>/<testId>`. */
  readonly path: string;
  readonly title: string;
  /** Wall times in Europe/Warsaw. */
  readonly opens: string;
  /** @default - the first Monday 23:00 after it opens */
  readonly deadline?: string;
}

/** What differs between made-up courses. Their settings are the same, and so is their template. */
export interface MadeUpCourse {
  /** Each student's address is `<id>@example.com`, the name the id. */
  readonly studentIds: readonly string[];
  readonly tests: readonly MadeUpTest[];
  /**
   * Questions of each test; every right answer is `a`, unless they are of all types.
   * @default 4
   */
  readonly questions?: number;
  /**
   * Whether its questions are of all types in turn, rather than choices of which `a` is right.
   * @default false
   */
  readonly allTypes?: boolean;
  /**
   * `reminders` of course.yaml, as YAML.
   * @default - left out
   */
  readonly reminders?: string;
  /**
   * `release` of course.yaml, as YAML.
   * @default - left out
   */
  readonly release?: string;
}

export const madeUpTitle = "A made-up class";

const courseYaml = ({ reminders, release }: MadeUpCourse): string => `id: made-up
title: ${madeUpTitle}
trainer: { name: Ada Nowak, email: trainer@example.com }
sender: no-reply@example.com
timeZone: Europe/Warsaw
deadline: Monday 23:00
mailsPerSecond: 1000
${reminders === undefined ? "" : `reminders: ${reminders}\n`}${release === undefined ? "" : `release: ${release}\n`}`;

const questionYaml = (number: number): string => `  - text: What is answer number ${number}?
    answers: { a: this one, b: that one, c: another one }
    right: a
`;

/** The answers of a question of each type, as its file has them. */
const everyType: readonly string[] = [
  "answers: { a: this one, b: that one, c: another one }\n    right: a",
  "answers: { a: bash, b: vim, c: zsh }\n    right: [a, c]\n    credit: each\n    points: 2",
  "number: { value: 3.14, within: 0.01 }",
  'accept: [ls, "ls -l", { pattern: "ls( -[a-z]+)+" }]',
  "match: { kernel: schedules, shell: reads commands }\n    credit: each",
  "order: [firmware, boot loader, kernel, init]\n    credit: each",
  "blanks: { 1: { accept: [init, systemd] }, 2: { number: 0 } }\n    credit: each",
];

const typedYaml = (number: number): string => {
  const answers = everyType[(number - 1) % everyType.length] ?? "";
  const marks = answers.startsWith("blanks") ? " [[1]], [[2]]" : "";
  return `  - text: "What is answer number ${number}?${marks}"\n    ${answers}\n`;
};

const testYaml = (
  { title, opens, deadline }: MadeUpTest,
  questions: number,
  yamlOf: (number: number) => string,
): string =>
  [
    `title: ${title}\nopens: ${opens}\n`,
    deadline === undefined ? "" : `deadline: ${deadline}\n`,
    "questions:\n",
    ...Array.from({ length: questions }, (_, index) => yamlOf(index + 1)),
  ].join("");

/** Writes a course folder as a trainer would. */
export const writeCourseFolder = (folder: string, course: MadeUpCourse): void => {
  const { studentIds, tests, questions = 4, allTypes = false } = course;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "course.yaml"), courseYaml(course));
  for (const test of tests) {
    const file = join(folder, `${test.path}.yaml`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, testYaml(test, questions, allTypes ? typedYaml : questionYaml));
  }
  const rows = studentIds.map((id) => `${id},${id}@example.com,${id}`);
  writeFileSync(join(folder, "students.csv"), `studentId,email,name\n${rows.join("\n")}\n`);
};

/** Writes a course folder, and reads it as publishing does. */
export const makeUpCourse = (folder: string, course: MadeUpCourse): Course => {
  writeCourseFolder(folder, course);
  return readCourse(folder);
};

/** @throws {Error} when the course has no such test. */
export const testIn = ({ tests }: Course, path: string): CourseTest => {
  const found = tests.find((test) => testPath(test) === path);
  if (found) return found;
  throw new Error(`The course has no test ${path}.`);
};

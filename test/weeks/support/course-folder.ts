import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface WrittenTest {
  /** `<subject>/<testId>`. */
  readonly path: string;
  /** Wall time in Europe/Warsaw; its deadline is the first Monday 23:00 after it. */
  readonly opens: string;
}

/** Questions of each test; every right answer is `a`. */
export const questionCount = 4;

/** The same in all courses, so that they have one template. */
const courseYaml = `id: weeks
title: Weeks
trainer: { name: Ada Nowak, email: trainer@example.com }
sender: no-reply@example.com
timeZone: Europe/Warsaw
deadline: Monday 23:00
mailsPerSecond: 100
`;

const question = (number: number): string => `  - text: What is answer number ${number}?
    answers: { a: this one, b: that one, c: another one }
    right: a
`;

/** Writes a course folder as a trainer would. Each student's address is `<id>@example.com`. */
export const writeCourseFolder = (
  folder: string,
  studentIds: readonly string[],
  tests: readonly WrittenTest[],
): string => {
  const questions = Array.from({ length: questionCount }, (_, i) => question(i + 1)).join("");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "course.yaml"), courseYaml);
  for (const { path, opens } of tests) {
    const [subject = "", testId = ""] = path.split("/");
    mkdirSync(join(folder, subject), { recursive: true });
    writeFileSync(
      join(folder, subject, `${testId}.yaml`),
      `title: ${testId}\nopens: ${opens}\nquestions:\n${questions}`,
    );
  }
  const rows = studentIds.map((id) => `${id},${id}@example.com,${id}`);
  writeFileSync(join(folder, "students.csv"), `studentId,email,name\n${rows.join("\n")}\n`);
  return folder;
};

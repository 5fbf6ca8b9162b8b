import { stringify as toCsv } from "csv-stringify/sync";
import { stringify as toYaml } from "yaml";
import { usualReminders } from "../../course/notices/reminder-settings.ts";
import type { Settings } from "../../course/settings.ts";
import { languages } from "../../course/words/words.ts";

/** A file of a new course: where, what is in it, and what it is for. */
export interface CourseFile {
  /** Path inside the course folder, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly purpose: string;
}

/** The files of a course with one test to try it with, and the trainer as its only student. */
export const courseFiles = (settings: Settings): readonly CourseFile[] => [
  { path: "course.yaml", text: settingsText(settings), purpose: "the course's settings" },
  {
    path: "students.csv",
    text: studentsText(settings),
    purpose: "the students; you are the first, to try it",
  },
  { path: "general/welcome.yaml", text: testText(settings), purpose: "a first test; add yours beside it" },
];

const settingsText = ({ id, title, trainer, sender, timeZone, deadline, scale }: Settings): string =>
  [
    "# What the course is: names its stack and its data. Leave it as it is; the title may change.",
    toYaml({ id }),
    "# What students and mails call the course.",
    toYaml({ title }),
    "# Gets the gradebook after each run.",
    toYaml({ trainer: { name: trainer.name, email: trainer.email } }),
    "# Mails come from here; on AWS it must be verified in SES.",
    toYaml({ sender }),
    "# All times in this folder are wall time there.",
    toYaml({ timeZone }),
    "# When tests are due that don't say otherwise, and when they are graded.",
    toYaml({ deadline }),
    "# The best score of a test.",
    toYaml({ scale }),
    "# After grading, students see each question with their answer, the right one and why.",
    toYaml({ feedback: true }),
    "# The score comes after grading, right answers when the last student's deadline has passed. Or after grading, or never:",
    "# release: { score: after grading, answers: after extensions }",
    "# Mails to students: a test is open; a day and two hours before the deadline, to those who have sent in nothing; none at night.",
    "# Or reminders: off",
    `reminders: ${toYaml(usualReminders, { collectionStyle: "flow" })}`,
    `# The language of page, mails and client: ${languages.join(" or ")}. Left out, it is English.`,
    "# language: pl\n",
    "# What the SES account may send a second; a new account sends 1.",
    "# mailsPerSecond: 14\n",
  ]
    .map((part) => (part.endsWith("\n") ? part : `${part}\n`))
    .join("");

const studentsText = ({ trainer }: Settings): string =>
  toCsv([
    ["studentId", "email", "name"],
    [idFrom(trainer.name), trainer.email, trainer.name],
  ]);

/** `ada` for "Ada Nowak"; ids are ASCII. */
const idFrom = (name: string): string => {
  const plain = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return /[a-z0-9]+/.exec(plain)?.[0] ?? "trainer";
};

const testText = ({ deadline }: Settings): string =>
  `# Left out here: opens (2026-11-17 20:00; else at once), deadline (else the first weekly one), attempts (else any number).
${toYaml({
  title: "Welcome",
  questions: [
    {
      text: "When are this course's tests due, if they don't say otherwise?",
      answers: { a: deadline, b: "Whenever I like" },
      right: "a",
      feedback: "The deadline is shown with each test, in your own time zone.",
    },
    {
      text: "You submit a test twice before its deadline. What counts?",
      answers: { a: "The first submission", b: "The better one", c: "The latest one in time" },
      right: "c",
    },
  ],
})}`;

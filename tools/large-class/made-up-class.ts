import { once } from "node:events";
import { createWriteStream, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { BookCell } from "../../course/gradebook/book.ts";
import { runIdSchema, testRefSchema } from "../../course/ids.ts";
import { keys } from "../../course/storage/storage-keys.ts";

/** The data of a large course as publishing and Step Functions write it, without either. */

/** What the map over the students says of them. `mails-open`: graded, and SES took no mail. */
export const cases = ["graded", "missing", "failed", "mails-open"] as const;

export type Case = (typeof cases)[number];

export const deadline = "2026-11-23T22:00:00.000Z";

const testId = (number: number): string => `week${number}`;

const testOf = (number: number, closes = deadline) => ({
  ...{ subject: "linux", testId: testId(number), title: `Week ${number}` },
  ...{ opens: null, deadline: closes, attemptsAllowed: null },
});

export const course = {
  title: "Linux for many",
  trainer: { name: "Ada Nowak", email: "trainer@example.com" },
  sender: "no-reply@example.com",
  timeZone: "Europe/Warsaw",
  scale: 5,
};

export const studentIdOf = (number: number): string => `s${String(number).padStart(7, "0")}`;

/** Writes lines one by one: a class may be larger than memory. */
export const writeLines = async (file: string, lines: Iterable<string>): Promise<void> => {
  mkdirSync(dirname(file), { recursive: true });
  const stream = createWriteStream(file);
  for (const line of lines) if (!stream.write(`${line}\n`)) await once(stream, "drain");
  stream.end();
  await once(stream, "close");
};

function* rosterLines(students: number, withMoreTime: number): Iterable<string> {
  for (let number = 0; number < students; number += 1) {
    const studentId = studentIdOf(number);
    const later = { subject: "linux", testId: testId(1), deadline: "2026-11-30T22:00:00.000Z" };
    const extensions = number < withMoreTime ? [later] : [];
    const email = `${studentId}@example.com`;
    yield JSON.stringify({ studentId, email, name: `Student Number ${number}`, extensions });
  }
}

const earlierDeadline = "2026-11-16T22:00:00.000Z";

/** An earlier run, whose outcomes are in the book already. */
const earlierRun = runIdSchema.parse("2026-11-16T22-00-00Z");
const dueRun = runIdSchema.parse("2026-11-23T22-00-00Z");
const studentsOfBookPart = 2_000;

/** The course's book after `tests` earlier tests. */
const writeBook = async (folder: string, students: number, tests: number): Promise<void> => {
  const cell: BookCell = {
    outcome: { status: "graded", right: 7, questions: 10, scale: 5, revision: 1, run: earlierRun },
  };
  const names = Array.from({ length: tests }, (_, number) => [`linux/earlier${number}`, cell]);
  const cells = JSON.stringify(Object.fromEntries(names));
  for (let part = 0; part * studentsOfBookPart < students; part += 1) {
    const count = Math.min(studentsOfBookPart, students - part * studentsOfBookPart);
    const lines = Array.from({ length: count }, (_, index) => {
      return `{"studentId":"${studentIdOf(part * studentsOfBookPart + index)}","cells":${cells}}`;
    });
    await writeLines(join(folder, keys.bookPart(part)), lines);
  }
};

export interface MadeUpClass {
  readonly folder: string;
  readonly students: number;
  /** Due tests. */
  readonly tests: number;
  /** Tests of earlier weeks in the course's book. */
  readonly earlierTests: number;
  /** Questions of each due test. */
  readonly questions: number;
}

export const writeClass = async (made: MadeUpClass): Promise<void> => {
  const { folder, students, tests, earlierTests, questions } = made;
  const place = (key: string): string => join(folder, key);
  mkdirSync(dirname(place(keys.settings)), { recursive: true });
  mkdirSync(place(keys.runs), { recursive: true });
  const settings = { ...course, deadline: "Monday 23:00", mailsPerSecond: 50 };
  writeFileSync(place(keys.settings), JSON.stringify(settings));
  const due = Array.from({ length: tests }, (_, number) => testOf(number + 1));
  const earlier = Array.from({ length: earlierTests }, (_, number) => {
    return {
      ...testOf(number, earlierDeadline),
      testId: `earlier${number}`,
      title: `Earlier week ${number}`,
    };
  });
  writeFileSync(place(keys.tests), JSON.stringify([...earlier, ...due]));
  const graded = earlier.map(({ subject, testId, deadline }) => ({ subject, testId, cutoff: deadline }));
  writeFileSync(place(keys.gradedThrough), JSON.stringify(graded));
  const asked = JSON.stringify(questionsOf(questions));
  for (const { subject, testId } of due) {
    const file = place(keys.questions(testRefSchema.parse({ subject, testId })));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, asked);
  }
  await writeLines(place(keys.roster), rosterLines(students, Math.floor(students / 100)));
  if (earlierTests > 0) await writeBook(folder, students, earlierTests);
};

const questionsOf = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    questionId: String(index + 1),
    question: `What is answer number ${index + 1}?`,
    answers: ["a", "b", "c", "d"].map((answerId) => ({ answerId, answerBody: `It is ${answerId}` })),
  }));

/** How many of ten are right; the scores differ, as they do in a class. */
const rightOfTen = (student: number, test: number): number => (student + test) % 11;

const gradeKey = /^students\/s(\d+)\/grades\/linux\/week(\d+)\.json$/;

/**
 * The text of a student's grade, made when it is read: a large class has more grades than a folder should have files.
 *
 * @returns undefined: the key is not that of a grade.
 */
export const madeUpGrade = (key: string, questions: number): string | undefined => {
  const [, student, test] = gradeKey.exec(key) ?? [];
  if (student === undefined || test === undefined) return undefined;
  const ofTen = rightOfTen(Number(student), Number(test) - 1);
  const answers = Array.from({ length: questions }, (_, index) => {
    const isRight = (index * 7 + Number(student)) % 10 < ofTen;
    const given = isRight ? "a" : "bcd"[(index + Number(student)) % 3];
    return { questionId: String(index + 1), given, isRight, right: "a", feedback: "Because it is so." };
  });
  return JSON.stringify({
    ...{ studentId: `s${student}`, subject: "linux", testId: testId(Number(test)), revision: 1 },
    ...{ right: answers.filter(({ isRight }) => isRight).length, questions, scale: course.scale },
    ...{ submissionId: "0".repeat(32), receivedAt: "2026-11-22T20:00:00.000Z", runId: dueRun, answers },
  });
};

interface RosterLine {
  readonly studentId: string;
  readonly tests: readonly { readonly subject: string; readonly testId: string; readonly title: string }[];
}

const outcomesOf = ({ studentId, tests }: RosterLine, kind: Case) =>
  tests.map(({ subject, testId, title }, index) => {
    if (kind === "missing") return { status: "missing", subject, testId };
    const right = rightOfTen(Number(studentId.slice(1)), index);
    const score = { revision: 1, right, questions: 10, scale: 5, receivedAt: "2026-11-22T20:00:00.000Z" };
    return { status: "graded", subject, testId, title, ...score };
  });

/** A line of the roster as its child of the map ends: a line of SUCCEEDED_0.jsonl, or an entry of FAILED_0.json. */
const childOf = (text: string, kind: Case): string => {
  const line: RosterLine = JSON.parse(text);
  const { studentId } = line;
  if (kind === "failed") {
    const cause = "The object is corrupt: it is not JSON.";
    const failure = { studentId, error: "StudentFailed", cause, tests: [], mails: [] };
    return failedChild(line, failure);
  }
  const tests = outcomesOf(line, kind);
  if (kind === "mails-open") {
    const cause = `SES answered: Throttling. Maximum sending rate exceeded. ${"x".repeat(200)}`;
    return failedChild(line, { studentId, error: "States.Timeout", cause, tests, mails: [] });
  }
  const mails = tests.flatMap(({ status, subject, testId }) =>
    status === "graded" ? [{ subject, testId, revision: 1, status: "sent" }] : [],
  );
  return JSON.stringify({ studentId, tests, mails });
};

const failedChild = (student: RosterLine, failure: object): string =>
  JSON.stringify({
    ExecutionArn: `arn:aws:states:us-east-1:000000000000:execution:GradingRun/GradeEveryStudent:${student.studentId}`,
    Input: JSON.stringify({ runId: earlierRun, course, student }),
    ...{ Name: student.studentId, Status: "FAILED", Error: "StudentFailed", Cause: JSON.stringify(failure) },
    StateMachineArn: "arn:aws:states:us-east-1:000000000000:stateMachine:GradingRun/GradeEveryStudent",
    ...{ StartDate: "2026-11-23T22:00:41.500Z", StopDate: "2026-11-23T22:05:41.500Z" },
  });

/** Writes the results of a part's map. @returns the manifest's key. */
export const writeResults = async (
  folder: string,
  resultsPrefix: string,
  roster: readonly string[],
  kind: Case,
): Promise<string> => {
  const isFailed = kind === "failed" || kind === "mails-open";
  const name = isFailed ? "FAILED_0.json" : "SUCCEEDED_0.jsonl";
  const [file, manifest] = [`${resultsPrefix}/map/${name}`, `${resultsPrefix}/map/manifest.json`];
  function* lines(): Iterable<string> {
    if (isFailed) yield "[";
    for (const [index, line] of roster.entries()) {
      yield `${childOf(line, kind)}${isFailed && index < roster.length - 1 ? "," : ""}`;
    }
    if (isFailed) yield "]";
  }
  await writeLines(join(folder, file), lines());
  const [SUCCEEDED, FAILED] = isFailed ? [[], [{ Key: file }]] : [[{ Key: file }], []];
  writeFileSync(join(folder, manifest), JSON.stringify({ ResultFiles: { SUCCEEDED, FAILED, PENDING: [] } }));
  return manifest;
};

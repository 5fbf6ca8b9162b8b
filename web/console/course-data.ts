import { z } from "zod";
import { deadlineFor } from "../../course/deadline.ts";
import { type Grade, gradeSchema } from "../../course/grade.ts";
import { type TestRef, testPath } from "../../course/ids.ts";
import { settingsSchema } from "../../course/settings.ts";
import { keys } from "../../course/storage-keys.ts";
import { type Student, studentSchema } from "../../course/student.ts";
import { type Question, questionsSchema, type Test, testIndexSchema } from "../../course/test.ts";
import type { CallOptions } from "./api.ts";
import { inParallel, listKeys, readJsonObject, readObject } from "./objects.ts";

/** Listings end after so many pages of a thousand keys: what a browser bears. */
const mostPages = 60;

/** Grades are read one by one; so many make a picture. */
const mostGrades = 2000;

export const readSettings = (bucket: string, options?: CallOptions) =>
  readJsonObject(bucket, keys.settings, settingsSchema, options);

const readStudents = async (bucket: string, options?: CallOptions): Promise<Student[]> => {
  const text = (await readObject(bucket, keys.roster, options)) ?? "";
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => studentSchema.parse(JSON.parse(line)));
};

/** Of each test by its path, the students with something stored under `kind`. */
const holdersOf = (
  allKeys: readonly string[],
  kind: "submissions" | "grades",
): ReadonlyMap<string, ReadonlySet<string>> => {
  const pattern = new RegExp(`^students/([^/]+)/${kind}/([^/]+/[^/]+?)(?:/|\\.json$)`);
  const holders = new Map<string, Set<string>>();
  for (const key of allKeys) {
    const [, student, path] = pattern.exec(key) ?? [];
    if (student === undefined || path === undefined) continue;
    holders.set(path, (holders.get(path) ?? new Set()).add(student));
  }
  return holders;
};

export interface TestStanding {
  readonly test: Test;
  readonly submitted: readonly Student[];
  readonly missing: readonly Student[];
  readonly graded: readonly Student[];
  /** Latest deadline of single students whose time is longer; undefined: nobody's is. */
  readonly latestExtension: string | undefined;
}

export interface Standings {
  readonly students: number;
  /** In the order of their deadlines. */
  readonly tests: readonly TestStanding[];
  /** The bucket holds more than was listed: who seems to be missing may not be. */
  readonly isCut: boolean;
}

const standingOf = (
  test: Test,
  students: readonly Student[],
  submissions: ReadonlySet<string> = new Set(),
  grades: ReadonlySet<string> = new Set(),
): TestStanding => {
  const extended = students
    .map(({ extensions }) => deadlineFor(test, extensions))
    .filter((deadline) => deadline > test.deadline)
    .toSorted();
  return {
    test,
    submitted: students.filter(({ studentId }) => submissions.has(studentId)),
    missing: students.filter(({ studentId }) => !submissions.has(studentId)),
    graded: students.filter(({ studentId }) => grades.has(studentId)),
    latestExtension: extended.at(-1),
  };
};

/** Who of the course's list has submitted what. */
export const readStandings = async (bucket: string, options?: CallOptions): Promise<Standings> => {
  const [tests = [], students, { keys: stored, isCut }] = await Promise.all([
    readJsonObject(bucket, keys.tests, testIndexSchema, options),
    readStudents(bucket, options),
    listKeys(bucket, "students/", mostPages, options),
  ]);
  const [submissions, grades] = [holdersOf(stored, "submissions"), holdersOf(stored, "grades")];
  const standings = tests.map((test) =>
    standingOf(test, students, submissions.get(testPath(test)), grades.get(testPath(test))),
  );
  const byDeadline = standings.toSorted((a, b) => (a.test.deadline < b.test.deadline ? -1 : 1));
  return { students: students.length, tests: byDeadline, isCut };
};

export interface TestResults {
  readonly questions: readonly Question[];
  readonly grades: readonly Grade[];
  /** There are more grades than were read. */
  readonly isCut: boolean;
}

/** What the graded students answered. */
export const readResults = async (
  bucket: string,
  test: TestRef,
  graded: readonly Student[],
  options?: CallOptions,
): Promise<TestResults> => {
  const questions = (await readJsonObject(bucket, keys.questions(test), questionsSchema, options)) ?? [];
  const grades = await inParallel(graded.slice(0, mostGrades), ({ studentId }) =>
    readJsonObject(bucket, keys.grade(studentId, test), gradeSchema, options),
  );
  return {
    questions,
    grades: grades.filter((grade) => grade !== undefined),
    isCut: graded.length > mostGrades,
  };
};

/** Run id in what an execution of the grading run put out; undefined: there is none. */
export const runIdIn = (output: string | undefined): string | undefined => {
  if (output === undefined) return undefined;
  const parsed = z.object({ runId: z.string() }).safeParse(JSON.parse(output));
  return parsed.success ? parsed.data.runId : undefined;
};

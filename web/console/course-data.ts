import * as z from "zod";
import { type Grade, gradeSchema } from "../../course/grade.ts";
import type { StudentId } from "../../course/ids.ts";
import { settingsSchema } from "../../course/settings.ts";
import { keys } from "../../course/storage-keys.ts";
import { type Student, studentSchema } from "../../course/student.ts";
import { type Question, questionsSchema, testIndexSchema } from "../../course/test.ts";
import { type NamedTest, refsOf } from "../../course/test-names.ts";
import { jsonOrUndefined } from "../../course/unknown-value.ts";
import type { CallOptions } from "./api.ts";
import { inParallel, listKeys, readJsonObject, readObject } from "./objects.ts";
import { type Standings, standingsOf } from "./standings.ts";

/** Listings end after so many pages of a thousand keys: more would be too much for a browser. */
const mostPages = 60;

/** Grades are read one by one; this many are enough for the charts. */
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

/** Who of the course's list has submitted what. */
export const readStandings = async (bucket: string, options?: CallOptions): Promise<Standings> => {
  const [tests = [], students, listing] = await Promise.all([
    readJsonObject(bucket, keys.tests, testIndexSchema, options),
    readStudents(bucket, options),
    listKeys(bucket, "students/", mostPages, options),
  ]);
  return standingsOf(tests, students, listing);
};

export interface TestResults {
  readonly questions: readonly Question[];
  readonly grades: readonly Grade[];
  /** There are more grades than were read. */
  readonly isCut: boolean;
}

/** The student's grade under the latest of the test's names that has one. */
const readGrade = async (bucket: string, test: NamedTest, studentId: StudentId, options?: CallOptions) => {
  for (const ref of refsOf(test)) {
    const grade = await readJsonObject(bucket, keys.grade(studentId, ref), gradeSchema, options);
    if (grade !== undefined) return grade;
  }
  return undefined;
};

/** What the graded students answered. */
export const readResults = async (
  bucket: string,
  test: NamedTest,
  graded: readonly Student[],
  options?: CallOptions,
): Promise<TestResults> => {
  const questions = (await readJsonObject(bucket, keys.questions(test), questionsSchema, options)) ?? [];
  const grades = await inParallel(graded.slice(0, mostGrades), ({ studentId }) =>
    readGrade(bucket, test, studentId, options),
  );
  return {
    questions,
    grades: grades.filter((grade) => grade !== undefined),
    isCut: graded.length > mostGrades,
  };
};

/** The run id in the output of an execution of the grading run; undefined: there is none. */
export const runIdIn = (output: string | undefined): string | undefined => {
  if (output === undefined) return undefined;
  const parsed = z.object({ runId: z.string() }).safeParse(jsonOrUndefined(output));
  return parsed.success ? parsed.data.runId : undefined;
};

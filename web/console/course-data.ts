import * as z from "zod";
import { type Grade, gradeSchema } from "../../course/grading/grade.ts";
import type { StudentId } from "../../course/ids.ts";
import { settingsSchema } from "../../course/settings.ts";
import { keys } from "../../course/storage-keys.ts";
import type { Student } from "../../course/student.ts";
import { type Question, questionsSchema } from "../../course/test.ts";
import { type NamedTest, refsOf } from "../../course/test-names.ts";
import { jsonOrUndefined } from "../../course/unknown-value.ts";
import type { CallOptions } from "./api.ts";
import { inParallel, readJsonObject } from "./objects.ts";

/** Grades are read one by one; this many are enough for the charts. */
const mostGrades = 400;

export const readSettings = (bucket: string, options?: CallOptions) =>
  readJsonObject(bucket, keys.settings, settingsSchema, options);

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
  graded: readonly Pick<Student, "studentId">[],
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

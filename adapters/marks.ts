import type { MarkedQuestion } from "../course/api/answers.ts";
import { type Grade, gradeSchema } from "../course/grading/grade.ts";
import type { Release } from "../course/grading/release.ts";
import { marksOf } from "../course/grading/test-scores.ts";
import type { StudentId, TestRef } from "../course/ids.ts";
import { keys } from "../course/storage-keys.ts";
import { questionsSchema } from "../course/test.ts";
import { findJson } from "./json-store.ts";
import type { ObjectStore } from "./object-store.ts";

/** A student's test, and the names under which its grade may be stored, the likeliest first. */
export interface GradedAs {
  readonly studentId: StudentId;
  readonly test: TestRef;
  readonly gradeRefs: readonly TestRef[];
}

/** The questions of a test as they are now; none when they are gone. */
export const readQuestions = async (store: ObjectStore, test: TestRef) =>
  (await findJson(store, keys.questions(test), questionsSchema)) ?? [];

/** The student's grade of a test under the first of its names that has one. @throws CorruptError */
export const findGrade = async (
  store: ObjectStore,
  studentId: StudentId,
  refs: readonly TestRef[],
): Promise<Grade | null> => {
  for (const ref of refs) {
    const grade = await findJson(store, keys.grade(studentId, ref), gradeSchema);
    if (grade !== null) return grade;
  }
  return null;
};

/** Each question of a graded test, as far as it is released; null: nothing is released, or the grade no longer exists. */
export const readMarks = async (
  store: ObjectStore,
  { studentId, test, gradeRefs }: GradedAs,
  release: Release,
): Promise<MarkedQuestion[] | null> => {
  if (release.marks !== "now") return null;
  const grade = await findGrade(store, studentId, gradeRefs);
  return grade && marksOf(grade, await readQuestions(store, test), release);
};

import { isDeepStrictEqual } from "node:util";
import { findJson, updateJson } from "../../adapters/storage/json-store.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import { namedRule } from "../../course/grading/attempt-rule.ts";
import { asBefore, type Grade, gradeSchema, isSameGrade, undone } from "../../course/grading/grade.ts";
import type { RunId, StudentId, TestRef } from "../../course/ids.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { type NamedTest, refsOf } from "../../course/test-names.ts";

/** The latest grade under an earlier name of the test. */
const findFormer = async (
  store: ObjectStore,
  studentId: StudentId,
  renamedFrom: readonly TestRef[],
): Promise<Grade | null> => {
  for (const ref of renamedFrom) {
    const grade = await findJson(store, keys.grade(studentId, ref), gradeSchema);
    if (grade !== null) return grade;
  }
  return null;
};

const nextRevision = (before: Grade, grade: Omit<Grade, "revision">): Grade => ({
  ...grade,
  revision: before.revision + 1,
  before: asBefore(before),
});

/**
 * Puts back what the student's grade said before `run` changed it. A grade of another run stays, so doing it again is safe.
 *
 * @param by the run that undoes it.
 * @returns the grade as it is stored now; null: there is none.
 * @throws CorruptError when the stored one can't be read.
 */
export const restoreGrade = async (
  store: ObjectStore,
  studentId: StudentId,
  test: NamedTest,
  { run, by }: { readonly run: RunId; readonly by: RunId },
): Promise<Grade | null> => {
  const found = await findFormer(store, studentId, refsOf(test));
  if (found === null) return null;
  let stored = found;
  await updateJson(store, keys.grade(studentId, found), gradeSchema, (current) => {
    const restored = undone(current ?? found, run, by);
    stored = restored ?? current ?? found;
    return restored;
  });
  return stored;
};

/**
 * Stores a grade once. Grading again with the same result keeps the stored grade, whoever wrote it, with the right answers
 * and feedback of the present key; a different result becomes the next revision.
 *
 * @param renamedFrom the test's earlier names; a grade under one of them is the previous revision.
 * @returns the grade as it is stored now, perhaps under an earlier name.
 * @throws CorruptError when the stored one can't be read.
 */
export const storeGrade = async (
  store: ObjectStore,
  grade: Omit<Grade, "revision">,
  renamedFrom: readonly TestRef[] = [],
): Promise<Grade> => {
  const key = keys.grade(grade.studentId, grade);
  const first: Grade = { ...grade, revision: 1 };
  const former = await findFormer(store, grade.studentId, renamedFrom);
  if (former === null && (await store.create(key, JSON.stringify(first)))) return first;
  let stored = first;
  await updateJson(store, key, gradeSchema, (current) => {
    const before = current ?? former;
    const isSame = before !== null && isSameGrade(before, first);
    stored = before === null ? first : isSame ? before : nextRevision(before, grade);
    return isSame ? null : stored;
  });
  return withPresentKey(store, stored, first);
};

/** A corrected key or another rule may change what the student sees of a grade, even when the marks stay. */
const withPresentKey = async (store: ObjectStore, stored: Grade, present: Grade): Promise<Grade> => {
  const renew = ({ counts: _, attempts: __, ...grade }: Grade): Grade => {
    const { answers, counts, attempts } = present;
    return { ...grade, ...namedRule(counts), ...(attempts && { attempts }), answers };
  };
  const renewed = renew(stored);
  if (isDeepStrictEqual(stored, renewed)) return stored;
  await updateJson(store, keys.grade(stored.studentId, stored), gradeSchema, (current) =>
    current !== null && isSameGrade(current, renewed) ? renew(current) : null,
  );
  return renewed;
};

import { type Grade, gradeSchema } from "../../course/grade.ts";
import { isSameGrade } from "../../course/score.ts";
import { keys } from "../../course/storage-keys.ts";
import { updateJson } from "./json-store.ts";
import type { ObjectStore } from "./object-store.ts";

/**
 * Stores a grade once: grading again with the same result leaves the stored one, whoever wrote it; a different result is
 * the next revision.
 *
 * @returns the grade as it is stored now.
 * @throws CorruptError when the stored one can't be read.
 */
export const storeGrade = async (store: ObjectStore, grade: Omit<Grade, "revision">): Promise<Grade> => {
  const key = keys.grade(grade.studentId, grade);
  const first: Grade = { ...grade, revision: 1 };
  if (await store.create(key, JSON.stringify(first))) return first;
  let stored = first;
  await updateJson(store, key, gradeSchema, (current) => {
    const isSame = current !== null && isSameGrade(current, first);
    stored = isSame ? current : { ...first, revision: (current?.revision ?? 0) + 1 };
    return isSame ? null : stored;
  });
  return stored;
};

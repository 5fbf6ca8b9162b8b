import type { Grade } from "../../course/grading/grade.ts";
import type { StudentId } from "../../course/ids.ts";
import { type NamedTest, refsOf } from "../../course/test-names.ts";
import { CorruptError } from "../errors.ts";
import { mapBounded } from "../storage/bounded.ts";
import type { ObjectStore } from "../storage/object-store.ts";
import { findGrade } from "./marks.ts";

/** A student's grade, null where there is none, or why it can't be read. */
export type ReadGrade = { readonly studentId: StudentId } & (
  | { readonly grade: Grade | null }
  | { readonly problem: string }
);

const read = async (store: ObjectStore, test: NamedTest, studentId: StudentId): Promise<ReadGrade> => {
  try {
    return { studentId, grade: await findGrade(store, studentId, refsOf(test)) };
  } catch (error) {
    if (error instanceof CorruptError) return { studentId, problem: error.message };
    throw error;
  }
};

/** The grades of a test, student by student. @param limit of how many are read at the same time. */
export const readGrades = (
  store: ObjectStore,
  test: NamedTest,
  students: Iterable<StudentId>,
  limit: number,
): AsyncIterable<ReadGrade> => mapBounded(students, limit, (studentId) => read(store, test, studentId));

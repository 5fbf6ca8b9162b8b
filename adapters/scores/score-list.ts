import { isDeepStrictEqual } from "node:util";
import { type Grade, gradeSchema } from "../../course/grading/grade.ts";
import {
  entryOfGrade,
  type ScoreEntry,
  type ScoreList,
  scoreListSchema,
} from "../../course/grading/score-list.ts";
import type { StudentId } from "../../course/ids.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { mapBounded } from "../storage/bounded.ts";
import { findJson, readJson, updateJson } from "../storage/json-store.ts";
import type { ObjectStore } from "../storage/object-store.ts";

/** Most grades to read at once, one for each test: as many as the SDK keeps connections. */
const readAtOnce = 25;

/** All grades of a student, in the order of their keys. */
export const readGrades = (store: ObjectStore, studentId: StudentId): Promise<Grade[]> =>
  Array.fromAsync(
    mapBounded(store.list(keys.grades(studentId)), readAtOnce, (key) => readJson(store, key, gradeSchema)),
  );

/** A student who was graded before there were lists has only grades. */
export const entriesOfGrades = async (store: ObjectStore, studentId: StudentId): Promise<ScoreEntry[]> =>
  (await readGrades(store, studentId)).map((grade) => entryOfGrade(grade));

/** The results of a student's tests. @throws CorruptError */
export const readScoreList = async (store: ObjectStore, studentId: StudentId): Promise<ScoreEntry[]> => {
  const list = await findJson(store, keys.scores(studentId), scoreListSchema);
  return list?.tests ?? entriesOfGrades(store, studentId);
};

/** Begins the list of a student who has no other grades. false: there is a list already, and nothing was written. */
export const createScoreList = (
  store: ObjectStore,
  studentId: StudentId,
  tests: readonly ScoreEntry[],
): Promise<boolean> => {
  const list: ScoreList = { tests: [...tests] };
  return store.create(keys.scores(studentId), JSON.stringify(list));
};

/**
 * Changes a student's list of scores, which others may change too. Nothing is written when nothing changes.
 *
 * @param change is called again when somebody else was faster.
 * @throws CorruptError
 */
export const updateScoreList = (
  store: ObjectStore,
  studentId: StudentId,
  change: (entries: readonly ScoreEntry[]) => readonly ScoreEntry[],
): Promise<void> =>
  updateJson(store, keys.scores(studentId), scoreListSchema, async (current) => {
    const tests = [...change(current?.tests ?? (await entriesOfGrades(store, studentId)))];
    return isDeepStrictEqual(tests, current?.tests) ? null : { tests };
  });

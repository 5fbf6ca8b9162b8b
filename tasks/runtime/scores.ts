import type { Score } from "../../course/answers.ts";
import { type Grade, gradeSchema } from "../../course/grade.ts";
import type { StudentId } from "../../course/ids.ts";
import { latestFirst, scoreOf } from "../../course/scores.ts";
import { settingsSchema } from "../../course/settings.ts";
import { keys } from "../../course/storage-keys.ts";
import { questionsSchema, type Test } from "../../course/test.ts";
import { findJson, readJson } from "./json-store.ts";
import type { ObjectStore } from "./object-store.ts";

/** A student has a grade a test: read together up to as many as the SDK keeps connections for. */
const readAtOnce = 25;

/** The student's grades as the API tells them, latest first. */
export const readScores = async (
  store: ObjectStore,
  studentId: StudentId,
  tests: readonly Test[],
): Promise<Score[]> => {
  const gradeKeys: string[] = [];
  for await (const key of store.list(keys.grades(studentId))) gradeKeys.push(key);
  if (gradeKeys.length === 0) return [];
  const settings = await findJson(store, keys.settings, settingsSchema);
  const scoreAt = async (key: string): Promise<Score> => {
    const grade = await readJson(store, key, gradeSchema);
    return scoreOf(grade, tests, settings?.feedback ? await questionsOf(store, grade) : null);
  };
  const scores: Score[] = [];
  for (let start = 0; start < gradeKeys.length; start += readAtOnce) {
    scores.push(...(await Promise.all(gradeKeys.slice(start, start + readAtOnce).map(scoreAt))));
  }
  return latestFirst(scores);
};

const questionsOf = async (store: ObjectStore, grade: Grade) =>
  (await findJson(store, keys.questions(grade), questionsSchema)) ?? [];

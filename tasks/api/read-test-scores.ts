import { findJson, readJson } from "../../adapters/json-store.ts";
import type { ObjectStore } from "../../adapters/object-store.ts";
import type { TestScore } from "../../course/answers.ts";
import { gradeSchema } from "../../course/grade.ts";
import type { StudentId, TestRef } from "../../course/ids.ts";
import { settingsSchema } from "../../course/settings.ts";
import { keys } from "../../course/storage-keys.ts";
import { questionsSchema, type Test } from "../../course/test.ts";
import { testOf } from "../../course/test-names.ts";
import { currentGrades, latestFirst, testScoreOf } from "../../course/test-scores.ts";

/** Most grades to read at once, one for each test: as many as the SDK keeps connections. */
const readAtOnce = 25;

/** The student's grades as the API gives them, latest first. */
export const readScores = async (
  store: ObjectStore,
  studentId: StudentId,
  tests: readonly Test[],
): Promise<TestScore[]> => {
  const gradeKeys: string[] = [];
  for await (const key of store.list(keys.grades(studentId))) gradeKeys.push(key);
  if (gradeKeys.length === 0) return [];
  const settings = await findJson(store, keys.settings, settingsSchema);
  const grades = await inParts(gradeKeys, (key) => readJson(store, key, gradeSchema));
  const scores = await inParts(currentGrades(grades, tests), async (grade) => {
    const test = testOf(grade, tests) ?? grade;
    return testScoreOf(grade, tests, settings?.feedback ? await questionsOf(store, test) : null);
  });
  return latestFirst(scores);
};

const inParts = async <T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> => {
  const done: R[] = [];
  for (let start = 0; start < items.length; start += readAtOnce) {
    done.push(...(await Promise.all(items.slice(start, start + readAtOnce).map(work))));
  }
  return done;
};

const questionsOf = async (store: ObjectStore, test: TestRef) =>
  (await findJson(store, keys.questions(test), questionsSchema)) ?? [];

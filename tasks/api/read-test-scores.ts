import { readQuestions } from "../../adapters/scores/marks.ts";
import { readGrades } from "../../adapters/scores/score-list.ts";
import { findJson } from "../../adapters/storage/json-store.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import type { TestScore } from "../../course/api/answers.ts";
import type { Grade } from "../../course/grading/grade.ts";
import { releaseOf } from "../../course/grading/release.ts";
import { currentGrades, latestFirst, testScoreOf } from "../../course/grading/test-scores.ts";
import type { Instant, StudentId } from "../../course/ids.ts";
import { type Settings, settingsSchema } from "../../course/settings.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import type { Test } from "../../course/test.ts";
import { testOf } from "../../course/test-names.ts";

/** The student's released grades as the API gives them, latest first. */
export const readScores = async (
  store: ObjectStore,
  studentId: StudentId,
  tests: readonly Test[],
  now: Instant,
): Promise<TestScore[]> => {
  const grades = await readGrades(store, studentId);
  if (grades.length === 0) return [];
  const settings = (await findJson(store, keys.settings, settingsSchema)) ?? {};
  const scores = await Promise.all(
    currentGrades(grades, tests).map((grade) => released(store, grade, tests, settings, now)),
  );
  return latestFirst(scores.filter((score) => score !== null));
};

const released = async (
  store: ObjectStore,
  grade: Grade,
  tests: readonly Test[],
  settings: Pick<Settings, "feedback" | "release">,
  now: Instant,
): Promise<TestScore | null> => {
  const test = testOf(grade, tests);
  const release = releaseOf(settings, test, now);
  if (release.score !== "now") return null;
  const isShown = release.marks === "now";
  return testScoreOf(
    grade,
    tests,
    isShown ? { questions: await readQuestions(store, test ?? grade), release } : null,
  );
};

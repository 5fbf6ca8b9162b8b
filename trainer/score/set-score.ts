import { findProfile, readSettings, readTests } from "../../adapters/course-reader.ts";
import { setInBook } from "../../adapters/gradebook/course-book.ts";
import { foldEarlierRuns } from "../../adapters/runs/earlier-runs.ts";
import { readScoreList, updateScoreList } from "../../adapters/scores/score-list.ts";
import { findJson, updateJson } from "../../adapters/storage/json-store.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import {
  type OverrideChange,
  overrideIn,
  type StoredOverride,
  storedOverrideSchema,
  withChange,
} from "../../course/gradebook/stored-override.ts";
import { fractionText, inMillionths, millionths, scoreText } from "../../course/grading/score.ts";
import { entryOf, withOverride } from "../../course/grading/score-list.ts";
import { type Instant, type StudentId, type TestRef, testPath } from "../../course/ids.ts";
import { nearestOf } from "../../course/nearest.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import type { Test } from "../../course/test.ts";
import { refsOf, testOf } from "../../course/test-names.ts";
import { TrainerError } from "../trainer-error.ts";

/** What the trainer wants to count for one test of one student. */
export interface WantedScore {
  readonly studentId: StudentId;
  readonly test: TestRef;
  readonly value: OverrideChange["value"];
  readonly because: string;
  /** Left out: the course's trainer. */
  readonly by?: string | undefined;
}

/** What counts now. */
export interface SetScore extends Omit<WantedScore, "by" | "test"> {
  readonly test: Pick<Test, "subject" | "testId" | "title">;
  readonly by: string;
  readonly at: Instant;
  readonly best: string;
  /** The score by grading; undefined: there is none. */
  readonly graded: string | undefined;
}

/** @throws TrainerError that names the most similar test. */
const findTest = async (store: ObjectStore, wanted: TestRef): Promise<Test> => {
  const tests = await readTests(store);
  const test = testOf(wanted, tests);
  if (test) return test;
  const paths = tests.map(testPath);
  const nearest = nearestOf(testPath(wanted), paths);
  throw new TrainerError(
    `There is no test "${testPath(wanted)}". ${nearest === undefined ? `There are: ${paths.join(", ")}.` : `Is it ${nearest}?`}`,
  );
};

const checkStudent = async (store: ObjectStore, studentId: StudentId): Promise<void> => {
  if (await findProfile(store, studentId)) return;
  throw new TrainerError(`There is no student "${studentId}". The ids are those of students.csv.`);
};

/** The override that is stored under the test's latest name that has one, with that name. */
const findStored = async (store: ObjectStore, studentId: StudentId, test: Test) => {
  for (const ref of refsOf(test)) {
    const stored = await findJson(store, keys.override(studentId, ref), storedOverrideSchema);
    if (stored !== null) return { ref, stored };
  }
  return null;
};

const checkValue = (value: WantedScore["value"], best: number, stored: StoredOverride | null): void => {
  if (value.kind === "score" && inMillionths(Number(value.score)) > inMillionths(best)) {
    throw new TrainerError(`${value.score} is above the best score, ${best}. Nothing was changed.`);
  }
  if (value.kind === "graded" && overrideIn(stored) === null) {
    throw new TrainerError("Nothing was set by hand there, so nothing was changed.");
  }
};

/**
 * Sets by hand what counts for a test, or lets grading count again. It writes a pointer on the test's list, then the student's own
 * object, which is authoritative, then the student's list of scores and the course's book. After an interruption, the same command
 * completes it.
 *
 * @throws TrainerError when there is no such student or test, or the score is above the best one. Then nothing is changed.
 */
export const setScore = async (store: ObjectStore, wanted: WantedScore, at: Instant): Promise<SetScore> => {
  const { studentId, value, because } = wanted;
  const settings = await readSettings(store);
  const test = await findTest(store, wanted.test);
  await checkStudent(store, studentId);
  const entry = entryOf(await readScoreList(store, studentId), test);
  const best = entry?.status === "graded" ? entry.scale : settings.scale;
  const found = await findStored(store, studentId, test);
  checkValue(value, best, found?.stored ?? null);

  // A book that is made later from the runs would not contain it.
  await foldEarlierRuns(store);
  const change = { value, because, by: wanted.by ?? settings.trainer.name, at };
  let stored = withChange(found?.stored ?? null, change);
  const { subject, testId } = test;
  await store.create(keys.setByHand(studentId, test), JSON.stringify({ studentId, subject, testId }));
  await updateJson(store, keys.override(studentId, test), storedOverrideSchema, (current) => {
    stored = withChange(current ?? found?.stored ?? null, change);
    return stored === current ? null : stored;
  });
  const override = overrideIn(stored);
  await updateScoreList(store, studentId, (entries) => withOverride(entries, test, override));
  await setInBook(store, studentId, test, override);
  if (found && testPath(found.ref) !== testPath(test)) await setInBook(store, studentId, found.ref, null);
  return {
    ...{ studentId, test, value, because: stored.because, by: stored.by, at: stored.at },
    best: fractionText(inMillionths(best), millionths),
    graded: entry?.status === "graded" ? (scoreText(entry) ?? undefined) : undefined,
  };
};

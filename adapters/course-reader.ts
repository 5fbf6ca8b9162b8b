import { type Attempt, attemptOfKey } from "../course/attempts.ts";
import type { StudentId, TestRef } from "../course/ids.ts";
import { type Settings, settingsSchema } from "../course/settings.ts";
import { keys } from "../course/storage/storage-keys.ts";
import { type Profile, profileSchema } from "../course/student.ts";
import { type Test, testIndexSchema } from "../course/test.ts";
import { type NamedTest, refsOf } from "../course/test-names.ts";
import { findJson, readJson } from "./storage/json-store.ts";
import type { ObjectStore } from "./storage/object-store.ts";

/** What to do when there is no course yet. */
export const publishFirst = "Publish the course first: bin/trainer publish DIR";

/** @throws NotFoundError when nothing was published yet. */
export const readSettings = (store: ObjectStore): Promise<Settings> =>
  readJson(store, keys.settings, settingsSchema, publishFirst);

/** The course's tests; none when nothing was published yet. */
export const readTests = async (store: ObjectStore): Promise<Test[]> =>
  (await findJson(store, keys.tests, testIndexSchema)) ?? [];

/** null: there is no such student. */
export const findProfile = (store: ObjectStore, studentId: StudentId): Promise<Profile | null> =>
  findJson(store, keys.profile(studentId), profileSchema);

/** Objects under a student's submissions: attempts, and keys that are not submissions. */
export interface ListedAttempts {
  readonly attempts: readonly Attempt[];
  readonly strays: readonly string[];
}

/** The student's submissions under any name of the test. */
export const attemptsAtTest = async (
  store: ObjectStore,
  studentId: StudentId,
  test: NamedTest,
): Promise<Attempt[]> => {
  const listed = await Promise.all(refsOf(test).map((ref) => listAttempts(store, studentId, ref)));
  return listed.flatMap(({ attempts }) => attempts);
};

/** What a student submitted, of one test or of all. */
export const listAttempts = async (
  store: ObjectStore,
  studentId: StudentId,
  test?: TestRef,
): Promise<ListedAttempts> => {
  const attempts: Attempt[] = [];
  const strays: string[] = [];
  for await (const key of store.list(keys.submissions(studentId, test))) {
    const attempt = attemptOfKey(studentId, key);
    if (attempt) attempts.push(attempt);
    else strays.push(key);
  }
  return { attempts, strays };
};

/** With more tests than this, one listing of all that the student has submitted costs less. */
const mostListings = 6;

/** What a student submitted of some tests, under any of their names; perhaps also of others. */
export const listAttemptsOf = async (
  store: ObjectStore,
  studentId: StudentId,
  tests: readonly NamedTest[],
): Promise<readonly Attempt[]> => {
  const refs = tests.flatMap(refsOf);
  const listed =
    refs.length > mostListings
      ? [await listAttempts(store, studentId)]
      : await Promise.all(refs.map((ref) => listAttempts(store, studentId, ref)));
  return listed.flatMap(({ attempts }) => attempts);
};

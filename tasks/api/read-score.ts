import { readSettings, readTests } from "../../adapters/course-reader.ts";
import { readShownGrade, type ShownGrade } from "../../adapters/scores/marks.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import type { TestResult } from "../../course/api/answers.ts";
import { refused } from "../../course/api/refused.ts";
import { type Release, releaseOf } from "../../course/grading/release.ts";
import { entryNamed, gradeRefs, resultOf } from "../../course/grading/test-results.ts";
import type { Instant, StudentId, TestRef } from "../../course/ids.ts";
import { type NamedTest, testOf } from "../../course/test-names.ts";
import { ApiError } from "./api.ts";
import { listedProfile } from "./listed-profile.ts";
import { readEntries } from "./read-results.ts";

/** What a student may know of one test at this moment. */
export interface KnownScore extends ShownGrade {
  /** With its earlier names. */
  readonly test: NamedTest;
  readonly result: TestResult;
  readonly release: Release;
}

/** @throws ApiError 403, 404 */
export const readScore = async (
  store: ObjectStore,
  studentId: StudentId,
  ref: TestRef,
  now: Instant,
): Promise<KnownScore> => {
  const [{ extensions }, tests, entries, settings] = await Promise.all([
    listedProfile(store, studentId),
    readTests(store),
    readEntries(store, studentId),
    readSettings(store),
  ]);
  const entry = entryNamed(entries, ref, tests);
  const result = entry && resultOf(entry, { settings, tests, extensions, now });
  if (!entry || !result) throw new ApiError(404, refused("not-graded", ref));
  const release = releaseOf(settings, testOf(entry, tests), now);
  const test = testOf(entry, tests) ?? entry;
  const graded = { studentId, test, gradeRefs: gradeRefs(entry, tests) };
  const shown =
    entry.status === "graded" ? await readShownGrade(store, graded, release, entry) : { marks: null };
  return { test, result, release, ...shown };
};

import { emptyUnreadableParts, setInBook } from "../../adapters/gradebook/course-book.ts";
import { foldEarlierRuns, type UnreadableRun } from "../../adapters/runs/earlier-runs.ts";
import { forEachBounded } from "../../adapters/storage/bounded.ts";
import { readJson } from "../../adapters/storage/json-store.ts";
import { overrideIn, storedOverrideSchema } from "../../course/gradebook/stored-override.ts";
import { type StudentId, studentIdSchema, testRefSchema } from "../../course/ids.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import type { CourseBucket } from "../aws/bucket.ts";

const parallelListings = 16;

/** Keys of what was set by hand for one student, with the test of each. */
const overridesOf = async (bucket: CourseBucket, studentId: StudentId) => {
  const prefix = keys.overrides(studentId);
  const found = [];
  for await (const key of bucket.list(prefix)) {
    const [subject, testId] = key
      .slice(prefix.length)
      .replace(/\.json$/, "")
      .split("/");
    const test = testRefSchema.safeParse({ subject, testId }).data;
    if (test) found.push({ studentId, key, test });
  }
  return found;
};

/**
 * Makes the course's book anew from the results of all closed runs and from what was set by hand. Parts that can be read keep
 * what they hold.
 *
 * @returns runs whose results can't be read.
 */
export const rebuildBook = async (bucket: CourseBucket): Promise<UnreadableRun[]> => {
  await emptyUnreadableParts(bucket);
  const unreadable = await foldEarlierRuns(bucket, { isEveryRun: true });
  const students = (await bucket.folders("students/")).flatMap(
    (name) => studentIdSchema.safeParse(name).data ?? [],
  );
  const overrides: Awaited<ReturnType<typeof overridesOf>> = [];
  await forEachBounded(students, parallelListings, async (studentId) => {
    overrides.push(...(await overridesOf(bucket, studentId)));
  });
  for (const { studentId, key, test } of overrides) {
    const stored = await readJson(bucket, key, storedOverrideSchema);
    await setInBook(bucket, studentId, test, overrideIn(stored));
  }
  return unreadable;
};

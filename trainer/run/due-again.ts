import { readTests } from "../../adapters/course-reader.ts";
import { updateJson } from "../../adapters/storage/json-store.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import { gradedThroughSchema } from "../../course/run/run-record.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { goesBy } from "../../course/test-names.ts";
import { namedTests } from "./named-tests.ts";

/**
 * Removes the mark that these tests were graded, so that they are due again for everybody whose deadline has come. A grade
 * that does not change stays, and its mail is not sent again; one that changes is mailed like a new one.
 *
 * @param paths such as `linux/boot`.
 * @throws TrainerError naming those that are not published.
 */
export const makeDueAgain = async (store: ObjectStore, paths: readonly string[]): Promise<void> => {
  if (paths.length === 0) return;
  const wanted = namedTests(paths, await readTests(store));
  await updateJson(store, keys.gradedThrough, gradedThroughSchema, (marks) => {
    const left = (marks ?? []).filter((mark) => !wanted.some((test) => goesBy(test, mark)));
    return left.length === (marks ?? []).length ? null : left;
  });
};

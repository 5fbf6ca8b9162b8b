import { findJson, updateJson } from "../../adapters/json-store.ts";
import type { ObjectStore } from "../../adapters/object-store.ts";
import { testPath } from "../../course/ids.ts";
import { gradedThroughSchema } from "../../course/run/run-record.ts";
import { keys } from "../../course/storage-keys.ts";
import { testIndexSchema } from "../../course/test.ts";
import { goesBy } from "../../course/test-names.ts";
import { TrainerError } from "../trainer-error.ts";

/**
 * Removes the mark that these tests were graded, so that they are due again for everybody whose deadline has come. A grade
 * that does not change stays, and its mail is not sent again; one that changes is mailed like a new one.
 *
 * @param paths such as `linux/boot`.
 * @throws TrainerError naming those that are not published.
 */
export const makeDueAgain = async (store: ObjectStore, paths: readonly string[]): Promise<void> => {
  if (paths.length === 0) return;
  const published = (await findJson(store, keys.tests, testIndexSchema)) ?? [];
  const wanted = published.filter((test) => paths.includes(testPath(test)));
  const unknown = paths.filter((path) => !wanted.some((test) => testPath(test) === path));
  if (unknown.length > 0) {
    throw new TrainerError(
      `There is no test ${unknown.map((path) => `"${path}"`).join(", ")}. There are: ${published.map(testPath).join(", ")}.`,
    );
  }
  await updateJson(store, keys.gradedThrough, gradedThroughSchema, (marks) => {
    const left = (marks ?? []).filter((mark) => !wanted.some((test) => goesBy(test, mark)));
    return left.length === (marks ?? []).length ? null : left;
  });
};

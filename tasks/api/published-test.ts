import { readTests } from "../../adapters/course-reader.ts";
import { parseJson } from "../../adapters/json-store.ts";
import type { ObjectStore } from "../../adapters/object-store.ts";
import { questionsVersion } from "../../adapters/questions-version.ts";
import { type TestRef, testPath } from "../../course/ids.ts";
import { keys } from "../../course/storage-keys.ts";
import { type Question, questionsSchema, type Test } from "../../course/test.ts";
import { goesBy } from "../../course/test-names.ts";
import { RecentlyRead } from "./recently-read.ts";

/** What is the same for all students of a test. */
export interface PublishedTest {
  readonly test: Test;
  /** null: they are gone, though the test is listed. */
  readonly questions: readonly Question[] | null;
  /** Of the questions; empty when there are none. */
  readonly version: string;
}

/**
 * Questions are there before the index names their test, so they are read after it; and also when it names none, so that the
 * absence of a test takes as long to answer.
 */
const readPublishedTest = async (store: ObjectStore, ref: TestRef): Promise<PublishedTest | null> => {
  const tests = await readTests(store);
  // A page that was opened before the test was renamed still calls it by its earlier name.
  const test = tests.find((candidate) => goesBy(candidate, ref));
  const key = keys.questions(test ?? ref);
  const stored = await store.get(key);
  const questions = stored && parseJson(stored.text, questionsSchema, key);
  return test === undefined ? null : { test, questions, version: questionsVersion(stored?.text ?? "") };
};

const ofStore = new WeakMap<ObjectStore, RecentlyRead<PublishedTest | null>>();

/**
 * A test as it was published, a moment ago at the latest: requests in a row share what they read. null: there is none.
 *
 * @param requestMs when the request came; milliseconds since 1970.
 */
export const findPublishedTest = (
  store: ObjectStore,
  ref: TestRef,
  requestMs: number,
): Promise<PublishedTest | null> => {
  const recent = ofStore.get(store) ?? new RecentlyRead();
  ofStore.set(store, recent);
  return recent.of(testPath(ref), requestMs, () => readPublishedTest(store, ref));
};

import { readSettings, readTests } from "../../adapters/course-reader.ts";
import { parseJson } from "../../adapters/storage/json-store.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import { once } from "../../adapters/storage/once.ts";
import { questionsVersion } from "../../adapters/tests/questions-version.ts";
import type { CourseIdentity } from "../../course/course-id.ts";
import { type TestRef, testPath } from "../../course/ids.ts";
import { hasOwnPapers } from "../../course/questions/paper.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { type Question, questionsSchema, type Test } from "../../course/test.ts";
import { goesBy } from "../../course/test-names.ts";
import { RecentlyRead } from "../runtime/recently-read.ts";

/** The data of a test that is the same for all students. */
export interface PublishedTest {
  readonly test: Test;
  /** null: the test is listed, but its questions are gone. */
  readonly questions: readonly Question[] | null;
  /** Of the questions; empty when there are none. */
  readonly version: string;
  /** Reads the course, where its name decides what each student is asked; null: everybody is asked the same. */
  readonly course: (() => Promise<CourseIdentity>) | null;
}

/**
 * Questions are stored before the index lists their test, so they are read after the index. They are also read when the index
 * does not list the test, so that the answer takes equally long.
 */
const readPublishedTest = async (store: ObjectStore, ref: TestRef): Promise<PublishedTest | null> => {
  const tests = await readTests(store);
  // A page that was opened before the test was renamed still uses the earlier name.
  const test = tests.find((candidate) => goesBy(candidate, ref));
  const key = keys.questions(test ?? ref);
  const stored = await store.get(key);
  const questions = stored && parseJson(stored.text, questionsSchema, key);
  if (test === undefined) return null;
  const course = questions && hasOwnPapers(test, questions) ? once(() => readSettings(store)) : null;
  return { test, questions, version: questionsVersion(stored?.text ?? ""), course };
};

const ofStore = new WeakMap<ObjectStore, RecentlyRead<PublishedTest | null>>();

/**
 * A test as it was published, at most a moment ago: consecutive requests share one read. null: there is no such test.
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

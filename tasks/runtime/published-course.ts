import type { TestRef } from "../../course/ids.ts";
import { keys } from "../../course/storage-keys.ts";
import { type Question, questionsSchema, type Test } from "../../course/test.ts";
import { readTests } from "./course-reader.ts";
import { findJson } from "./json-store.ts";
import type { ObjectStore } from "./object-store.ts";
import { RecentlyRead } from "./recently-read.ts";

/** The parts of a course that are the same for all students, as they were published a moment ago at the latest. */
export class PublishedCourse {
  readonly #store: ObjectStore;
  readonly #tests = new RecentlyRead<Test[]>();
  readonly #questions = new RecentlyRead<Question[] | null>();

  constructor(store: ObjectStore) {
    this.#store = store;
  }

  /** @param requestMs when the request came; milliseconds since 1970. */
  tests(requestMs: number): Promise<Test[]> {
    return this.#tests.of(keys.tests, requestMs, () => readTests(this.#store));
  }

  /** null: the course has no such test. */
  questions(test: TestRef, requestMs: number): Promise<Question[] | null> {
    const key = keys.questions(test);
    return this.#questions.of(key, requestMs, () => findJson(this.#store, key, questionsSchema));
  }
}

const ofStore = new WeakMap<ObjectStore, PublishedCourse>();

/** One for each store, so that requests in a row share what they read. */
export const publishedCourse = (store: ObjectStore): PublishedCourse => {
  const known = ofStore.get(store) ?? new PublishedCourse(store);
  ofStore.set(store, known);
  return known;
};

import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import { once } from "../../adapters/storage/once.ts";
import { readTestKeys } from "../../adapters/tests/test-keys.ts";
import type { TestKeys } from "../../course/grading/counting.ts";
import { type RunId, type TestRef, testPath } from "../../course/ids.ts";
import { courseStore } from "../runtime/course-store.ts";

/**
 * Answer keys, each read once for a run. Every student of a run is graded by the same key; a key that was corrected between
 * two runs is used by the second. Holds the keys of one run only.
 */
export class AnswerKeys {
  readonly #store: ObjectStore;
  #runId: RunId | undefined;
  #byTest = new Map<string, Promise<TestKeys>>();

  constructor(store: ObjectStore) {
    this.#store = store;
  }

  /** @throws NotFoundError @throws CorruptError */
  of(runId: RunId, test: TestRef): Promise<TestKeys> {
    if (runId !== this.#runId) {
      this.#runId = runId;
      this.#byTest = new Map();
    }
    const path = testPath(test);
    const known = this.#byTest.get(path);
    if (known) return known;
    const byTest = this.#byTest;
    const reading = readTestKeys(this.#store, test);
    byTest.set(path, reading);
    reading.catch(() => byTest.delete(path));
    return reading;
  }
}

export const answerKeys = once(() => new AnswerKeys(courseStore()));

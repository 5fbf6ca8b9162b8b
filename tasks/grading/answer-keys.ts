import { findJson, readJson } from "../../adapters/json-store.ts";
import type { ObjectStore } from "../../adapters/object-store.ts";
import { once } from "../../adapters/once.ts";
import { earlierVersionsSchema } from "../../course/earlier-version.ts";
import type { TestKeys } from "../../course/grading/counting.ts";
import { type RunId, type TestRef, testPath } from "../../course/ids.ts";
import { keys } from "../../course/storage-keys.ts";
import { answerKeySchema } from "../../course/test.ts";
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
    const reading = this.#read(test);
    byTest.set(path, reading);
    reading.catch(() => byTest.delete(path));
    return reading;
  }

  async #read(test: TestRef): Promise<TestKeys> {
    const [answerKey, earlier] = await Promise.all([
      readJson(this.#store, keys.answerKey(test), answerKeySchema),
      findJson(this.#store, keys.superseded(test), earlierVersionsSchema),
    ]);
    return { answerKey, earlier: earlier ?? [] };
  }
}

export const answerKeys = once(() => new AnswerKeys(courseStore()));

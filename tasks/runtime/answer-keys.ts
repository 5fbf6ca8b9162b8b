import { type RunId, type TestRef, testPath } from "../../course/ids.ts";
import { keys } from "../../course/storage-keys.ts";
import { type AnswerKeyEntry, answerKeySchema } from "../../course/test.ts";
import { readJson } from "./json-store.ts";
import type { ObjectStore } from "./object-store.ts";
import { once } from "./once.ts";
import { courseStore } from "./s3-object-store.ts";

/**
 * Answer keys, each read once a run: every student of a run is graded by the same key, and a key mended between two runs
 * is seen by the second. Holds the keys of one run only.
 */
export class AnswerKeys {
  readonly #store: ObjectStore;
  #runId: RunId | undefined;
  #byTest = new Map<string, Promise<AnswerKeyEntry[]>>();

  constructor(store: ObjectStore) {
    this.#store = store;
  }

  /** @throws NotFoundError @throws CorruptError */
  of(runId: RunId, test: TestRef): Promise<AnswerKeyEntry[]> {
    if (runId !== this.#runId) {
      this.#runId = runId;
      this.#byTest = new Map();
    }
    const path = testPath(test);
    const known = this.#byTest.get(path);
    if (known) return known;
    const byTest = this.#byTest;
    const reading = readJson(this.#store, keys.answerKey(test), answerKeySchema);
    byTest.set(path, reading);
    reading.catch(() => byTest.delete(path));
    return reading;
  }
}

export const answerKeys = once(() => new AnswerKeys(courseStore()));

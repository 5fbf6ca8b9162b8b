import type { TestKeys } from "../../course/grading/counting.ts";
import type { TestRef } from "../../course/ids.ts";
import { earlierVersionsSchema } from "../../course/storage/earlier-version.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { answerKeySchema } from "../../course/test.ts";
import { findJson, readJson } from "../storage/json-store.ts";
import type { ObjectStore } from "../storage/object-store.ts";

/** What a test is graded by now. @throws NotFoundError @throws CorruptError */
export const readTestKeys = async (store: ObjectStore, test: TestRef): Promise<TestKeys> => {
  const [answerKey, earlier] = await Promise.all([
    readJson(store, keys.answerKey(test), answerKeySchema),
    findJson(store, keys.superseded(test), earlierVersionsSchema),
  ]);
  return { answerKey, earlier: earlier ?? [] };
};

import type { APIGatewayProxyEvent } from "aws-lambda";
import type { ObjectStore } from "../../../adapters/storage/object-store.ts";
import { keys } from "../../../course/storage/storage-keys.ts";
import type { Test } from "../../../course/test.ts";
import { type ApiAnswer, apiHandler } from "../../../tasks/api/api.ts";
import { logger } from "../../../tasks/runtime/logger.ts";
import { answerKey, aTest, profile, questions, settings, studentId } from "./course.ts";
import { MemoryStore } from "./memory-store.ts";

logger.setLogLevel("SILENT");

/** A published course with the students ann and bob; each test has the questions q1 to q3. */
export const publishedCourse = (tests: readonly Test[] = [aTest()]): MemoryStore => {
  const store = new MemoryStore({ [keys.settings]: settings, [keys.tests]: tests });
  for (const id of ["ann", "bob"]) store.set(keys.profile(studentId(id)), profile(id));
  for (const test of tests) {
    store.set(keys.questions(test), questions).set(keys.answerKey(test), answerKey);
  }
  return store;
};

/** Calls a task as the gateway does, and reads its answer as a client does. */
export const request = async (
  task: (event: APIGatewayProxyEvent, store: ObjectStore) => Promise<ApiAnswer>,
  event: APIGatewayProxyEvent,
  store: ObjectStore,
) => {
  const response = await apiHandler((e) => task(e, store))(event);
  const json = JSON.parse(response.body);
  return { status: response.statusCode, headers: response.headers, json };
};

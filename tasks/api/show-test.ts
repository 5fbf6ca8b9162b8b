import type { APIGatewayProxyEvent } from "aws-lambda";
import { showTestRequestSchema } from "../../course/requests.ts";
import { keys } from "../../course/storage-keys.ts";
import { questionsSchema } from "../../course/test.ts";
import { type ApiAnswer, apiHandler, callerOf, checked, receivedAt } from "../runtime/api.ts";
import { readTests } from "../runtime/course-reader.ts";
import { readJson } from "../runtime/json-store.ts";
import { listedProfile } from "../runtime/listed-profile.ts";
import type { ObjectStore } from "../runtime/object-store.ts";
import { openTest } from "../runtime/open-test.ts";
import { courseStore } from "../runtime/s3-object-store.ts";

/** `GET /v1/test`: the questions of an open test, as students may see them. */
export const showTest = async (
  event: APIGatewayProxyEvent,
  store: ObjectStore = courseStore(),
): Promise<ApiAnswer> => {
  const { subjectName, testId } = checked(showTestRequestSchema, event.queryStringParameters ?? {});
  const ref = { subject: subjectName, testId };
  const [profile, tests] = await Promise.all([listedProfile(store, callerOf(event)), readTests(store)]);
  const { title, deadline } = await openTest(store, tests, ref, profile, receivedAt(event));
  return { body: await readJson(store, keys.questions(ref), questionsSchema), title, deadline };
};

export const handler = apiHandler((event) => showTest(event));

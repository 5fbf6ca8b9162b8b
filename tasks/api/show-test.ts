import type { APIGatewayProxyEvent } from "aws-lambda";
import { attemptsAtTest } from "../../adapters/course-reader.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import { showTestRequestSchema } from "../../course/api/requests.ts";
import { namedRule } from "../../course/grading/attempt-rule.ts";
import { courseStore } from "../runtime/course-store.ts";
import { type ApiAnswer, apiHandler, callerOf, checked, receivedAt } from "./api.ts";
import { listedProfile } from "./listed-profile.ts";
import { openTest } from "./open-test.ts";
import { findPublishedTest } from "./published-test.ts";
import { studentPaper } from "./student-paper.ts";

/** `GET /v1/test`: the questions of an open test, as students may see them. */
export const showTest = async (
  event: APIGatewayProxyEvent,
  store: ObjectStore = courseStore(),
): Promise<ApiAnswer> => {
  const { subjectName, testId } = checked(showTestRequestSchema, event.queryStringParameters ?? {});
  const ref = { subject: subjectName, testId };
  const [profile, published] = await Promise.all([
    listedProfile(store, callerOf(event)),
    findPublishedTest(store, ref, event.requestContext.requestTimeEpoch),
  ]);
  const open = await openTest(store, published, ref, profile, receivedAt(event));
  const { studentId } = profile;
  const { questions, paper } = await studentPaper(store, open, studentId, () =>
    attemptsAtTest(store, studentId, open.test),
  );
  const { title, language, deadline, attemptsAllowed, counts } = open.test;
  return {
    body: questions,
    title,
    ...(language && { language }),
    ...(paper && { ownPaper: true }),
    deadline,
    attemptsAllowed,
    ...namedRule(counts),
  };
};

export const handler = apiHandler((event) => showTest(event));

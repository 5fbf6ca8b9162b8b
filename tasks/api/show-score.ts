import type { APIGatewayProxyEvent } from "aws-lambda";
import { readAppeals } from "../../adapters/appeals.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import { showScoreRequestSchema } from "../../course/api/requests.ts";
import { shownAppeal } from "../../course/appeals/appeal.ts";
import { courseStore } from "../runtime/course-store.ts";
import { type ApiAnswer, apiHandler, callerOf, checked, receivedAt } from "./api.ts";
import { readScore } from "./read-score.ts";

/** `GET /v1/score`: the result of one test, question by question as far as that is released, with the student's appeals. */
export const showScore = async (
  event: APIGatewayProxyEvent,
  store: ObjectStore = courseStore(),
): Promise<ApiAnswer> => {
  const { subjectName, testId } = checked(showScoreRequestSchema, event.queryStringParameters ?? {});
  const studentId = callerOf(event);
  const ref = { subject: subjectName, testId };
  const { test, result, release, marks, attempts, change } = await readScore(
    store,
    studentId,
    ref,
    receivedAt(event),
  );
  const answer = { body: result, release, ...(attempts && { attempts }), ...(change && { change }) };
  if (marks === null) return answer;
  const appeals = await readAppeals(store, studentId, test);
  return { ...answer, marks, appeals: appeals.map(shownAppeal) };
};

export const handler = apiHandler((event) => showScore(event));

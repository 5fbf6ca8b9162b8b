import type { APIGatewayProxyEvent } from "aws-lambda";
import { fileAppeal, findAppeal } from "../../adapters/appeals.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import { refused } from "../../course/api/refused.ts";
import { appealRequestSchema } from "../../course/api/requests.ts";
import { shownAppeal } from "../../course/appeals/appeal.ts";
import type { AppealRef } from "../../course/appeals/appeal-ref.ts";
import { appealProblem, plainText } from "../../course/appeals/appeal-text.ts";
import { type NamedTest, refsOf } from "../../course/test-names.ts";
import { courseStore } from "../runtime/course-store.ts";
import { type ApiAnswer, ApiError, apiHandler, assertOwn, jsonBody, receivedAt } from "./api.ts";
import { readScore } from "./read-score.ts";

/** The appeal that is there under any name of the test; else where a new one belongs. */
const placeOf = async (
  store: ObjectStore,
  test: NamedTest,
  own: Pick<AppealRef, "studentId" | "questionId">,
): Promise<AppealRef> => {
  for (const { subject, testId } of refsOf(test)) {
    const ref = { ...own, subject, testId };
    const found = await findAppeal(store, ref);
    if (found?.status === "answered") throw new ApiError(409, refused("appeal-answered", ref));
    if (found) return ref;
  }
  return { ...own, subject: test.subject, testId: test.testId };
};

/**
 * `POST /v1/appeals`: what a student thinks is wrong with a question of a graded test whose marks are shown. One appeal for
 * each question; until it is answered, another text replaces the earlier one.
 */
export const appealQuestion = async (
  event: APIGatewayProxyEvent,
  store: ObjectStore = courseStore(),
): Promise<ApiAnswer> => {
  const request = jsonBody(event, appealRequestSchema);
  const { studentId, subjectName: subject, testId, questionId } = request;
  assertOwn(event, studentId);
  const text = plainText(request.text);
  const problem = appealProblem(text);
  if (problem) throw new ApiError(400, problem);
  const { test, marks } = await readScore(store, studentId, { subject, testId }, receivedAt(event));
  if (marks === null) throw new ApiError(404, refused("marks-not-shown", { subject, testId }));
  if (!marks.some((mark) => mark.questionId === questionId)) {
    throw new ApiError(404, refused("no-question", { subject, testId, questionId }));
  }
  const ref = await placeOf(store, test, { studentId, questionId });
  const appeal = await fileAppeal(store, ref, text, receivedAt(event));
  if (appeal.status === "answered") throw new ApiError(409, refused("appeal-answered", ref));
  return { body: shownAppeal(appeal) };
};

export const handler = apiHandler((event) => appealQuestion(event));

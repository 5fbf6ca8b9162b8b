import { createHash } from "node:crypto";
import type { APIGatewayProxyEvent } from "aws-lambda";
import { canonicalSubmission, latestAttempt } from "../../course/attempts.ts";
import { submissionIdSchema, testPath } from "../../course/ids.ts";
import { answerProblems, givenAnswers, submitTestRequestSchema } from "../../course/requests.ts";
import { keys } from "../../course/storage-keys.ts";
import type { Receipt, Submission } from "../../course/submission.ts";
import type { Test } from "../../course/test.ts";
import { type ApiAnswer, ApiError, apiHandler, assertOwn, jsonBody, receivedAt } from "../runtime/api.ts";
import { listAttempts } from "../runtime/course-reader.ts";
import { NotFoundError } from "../runtime/errors.ts";
import { listedProfile } from "../runtime/listed-profile.ts";
import type { ObjectStore } from "../runtime/object-store.ts";
import { openTest } from "../runtime/open-test.ts";
import { findPublishedTest } from "../runtime/published-test.ts";
import { receiptOf } from "../runtime/receipts.ts";
import { courseStore } from "../runtime/s3-object-store.ts";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

const accepted = (test: Test, receipt: Receipt): ApiAnswer => ({
  body: `Your answers to ${testPath(test)} were received. Keep the receipt.`,
  receipt,
});

/** The receipt of a submission that lies on S3 already; the hash is that of its stored bytes. */
const receiptOfStored = async (
  store: ObjectStore,
  submission: Pick<Submission, "studentId" | "submissionId" | "receivedAt">,
  test: Test,
): Promise<Receipt> => {
  const { studentId, submissionId, receivedAt } = submission;
  const key = keys.submission(studentId, test, receivedAt, submissionId);
  const stored = await store.get(key);
  if (stored === null) throw new NotFoundError(key);
  return receiptOf(submission, test, stored.text);
};

/** Stores a submission, once: whoever stored the same one in the same millisecond stored this one. */
const storeSubmission = async (store: ObjectStore, submission: Submission, test: Test): Promise<Receipt> => {
  const { studentId, submissionId, receivedAt } = submission;
  const text = JSON.stringify(submission);
  const isNew = await store.create(keys.submission(studentId, test, receivedAt, submissionId), text);
  return isNew ? receiptOf(submission, test, text) : receiptOfStored(store, submission, test);
};

/**
 * `POST /v1/test`: takes answers until the student's deadline. The same answers as in the student's latest attempt are that
 * attempt, with the same receipt. Two different submissions at the same instant may together exceed a limit of attempts
 * by one: nothing is locked, and both are kept as evidence.
 */
export const submitTest = async (
  event: APIGatewayProxyEvent,
  store: ObjectStore = courseStore(),
): Promise<ApiAnswer> => {
  const request = jsonBody(event, submitTestRequestSchema);
  const { studentId, testId, subjectName: subject, testResult } = request;
  assertOwn(event, studentId);
  const ref = { subject, testId };
  const [profile, published, { attempts }] = await Promise.all([
    listedProfile(store, studentId),
    findPublishedTest(store, ref, event.requestContext.requestTimeEpoch),
    listAttempts(store, studentId, ref),
  ]);
  const { test, questions } = await openTest(store, published, ref, profile, receivedAt(event));
  const problems = answerProblems(questions, testResult);
  if (problems !== null) throw new ApiError(400, problems);

  const content = { studentId, ...ref, answers: givenAnswers(testResult) };
  const submissionId = submissionIdSchema.parse(sha256(canonicalSubmission(content)).slice(0, 32));
  const latest = latestAttempt(attempts);
  if (latest?.submissionId === submissionId) {
    return accepted(test, await receiptOfStored(store, { studentId, ...latest }, test));
  }
  if (test.attemptsAllowed !== null && attempts.length >= test.attemptsAllowed) {
    throw new ApiError(
      409,
      `All attempts at ${testPath(test)} are used up; ${test.attemptsAllowed} allowed.`,
    );
  }
  const submission = { submissionId, receivedAt: receivedAt(event), ...content };
  return accepted(test, await storeSubmission(store, submission, test));
};

export const handler = apiHandler((event) => submitTest(event));

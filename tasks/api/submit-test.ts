import { createHash } from "node:crypto";
import type { APIGatewayProxyEvent } from "aws-lambda";
import { listAttempts } from "../../adapters/course-reader.ts";
import { NotFoundError } from "../../adapters/errors.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import { refused } from "../../course/api/refused.ts";
import { answerProblems, givenAnswers, submitTestRequestSchema } from "../../course/api/requests.ts";
import { type Attempt, canonicalSubmission, latestAttempt } from "../../course/attempts.ts";
import { type StudentId, submissionIdSchema, type TestRef, testPath } from "../../course/ids.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import type { Receipt, Submission } from "../../course/submission.ts";
import type { Test } from "../../course/test.ts";
import { refsOf } from "../../course/test-names.ts";
import { messageOf } from "../../course/unknown-value.ts";
import { courseStore } from "../runtime/course-store.ts";
import { logger } from "../runtime/logger.ts";
import { type ApiAnswer, ApiError, apiHandler, assertOwn, jsonBody, receivedAt } from "./api.ts";
import { listedProfile } from "./listed-profile.ts";
import { openTest } from "./open-test.ts";
import { findPublishedTest } from "./published-test.ts";
import { receiptOf } from "./receipts.ts";
import { studentPaper } from "./student-paper.ts";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

const accepted = (test: Test, receipt: Receipt): ApiAnswer => ({
  body: `Your answers to ${testPath(test)} were received. Keep the receipt.`,
  receipt,
});

/** The receipt of a submission that is already on S3; the hash is that of its stored bytes. */
const receiptOfStored = async (
  store: ObjectStore,
  attempt: Pick<Attempt, "key" | "submissionId" | "receivedAt">,
  test: Test,
): Promise<Receipt> => {
  const stored = await store.get(attempt.key);
  if (stored === null) throw new NotFoundError(attempt.key);
  return receiptOf(attempt, test, stored.text);
};

/** Stores a submission once. If the same one was stored in the same millisecond, it counts as this one. */
const storeSubmission = async (store: ObjectStore, submission: Submission, test: Test): Promise<Receipt> => {
  const { studentId, submissionId, receivedAt } = submission;
  const text = JSON.stringify(submission);
  const key = keys.submission(studentId, test, receivedAt, submissionId);
  const isNew = await store.create(key, text);
  return isNew ? receiptOf(submission, test, text) : receiptOfStored(store, { ...submission, key }, test);
};

/**
 * Puts a stored submission on the test's list, from which the trainer's overview is made. If that fails, the submission counts all
 * the same, so the student gets the receipt, and the list is marked: the overview then looks into the folders of those who are
 * not on it. Sending the same answers again puts it there.
 */
const addToList = async (
  store: ObjectStore,
  { studentId, receivedAt, submissionId }: Pick<Submission, "studentId" | "receivedAt" | "submissionId">,
  { subject, testId, isListed }: Test,
): Promise<void> => {
  if (!isListed) return;
  const pointer = { studentId, subject, testId, receivedAt, submissionId };
  try {
    await store.create(keys.handedIn(studentId, pointer, receivedAt, submissionId), JSON.stringify(pointer));
  } catch (error) {
    logger.error("A submission is not on its test's list.", { ...pointer, reason: messageOf(error) });
    await markList(store, pointer);
  }
};

/** Without the mark, the overview looks up who is missing only when the test has closed. */
const markList = async (store: ObjectStore, { subject, testId }: TestRef): Promise<void> => {
  const ref = { subject, testId };
  try {
    await store.create(keys.listNotWhole(ref), JSON.stringify(ref));
  } catch (error) {
    logger.error("A test's list is not marked as not whole.", { ...ref, reason: messageOf(error) });
  }
};

/** The id of a submission. The same answers have the same id, under one of the test's names. */
const submissionIdOf = (content: Pick<Submission, "studentId" | "subject" | "testId" | "answers">) =>
  submissionIdSchema.parse(sha256(canonicalSubmission(content)).slice(0, 32));

/** The student's submissions under any name of the test; those under one name are listed already. */
const attemptsAt = async (
  store: ObjectStore,
  studentId: StudentId,
  test: Test,
  listed: { readonly ref: TestRef; readonly attempts: readonly Attempt[] },
): Promise<Attempt[]> => {
  const others = refsOf(test).filter((ref) => testPath(ref) !== testPath(listed.ref));
  const more = await Promise.all(others.map((ref) => listAttempts(store, studentId, ref)));
  return [...listed.attempts, ...more.flatMap(({ attempts }) => attempts)];
};

/**
 * `POST /v1/test`: accepts answers until the student's deadline. If they equal the student's latest attempt, they count as
 * that attempt, with the same receipt. Two different submissions at the same instant may exceed the limit of attempts by
 * one, because nothing is locked; both are kept as evidence.
 */
export const submitTest = async (
  event: APIGatewayProxyEvent,
  store: ObjectStore = courseStore(),
): Promise<ApiAnswer> => {
  const request = jsonBody(event, submitTestRequestSchema);
  const { studentId, testId, subjectName: subject, testResult } = request;
  assertOwn(event, studentId);
  const ref = { subject, testId };
  const [profile, published, listed] = await Promise.all([
    listedProfile(store, studentId),
    findPublishedTest(store, ref, event.requestContext.requestTimeEpoch),
    listAttempts(store, studentId, ref),
  ]);
  const open = await openTest(store, published, ref, profile, receivedAt(event));
  const { test, version } = open;
  const attempts = await attemptsAt(store, studentId, test, { ref, attempts: listed.attempts });
  const { questions, paper } = await studentPaper(store, open, studentId, async () => attempts);
  const problems = answerProblems(questions, testResult, paper ? "Your paper of this test" : undefined);
  if (problems !== null) throw new ApiError(400, refused("answers-do-not-fit", { problems }));

  const answers = givenAnswers(questions, testResult);
  const latest = latestAttempt(attempts);
  if (latest && latest.submissionId === submissionIdOf({ ...latest, studentId, answers })) {
    await addToList(
      store,
      { ...latest, studentId },
      { ...test, subject: latest.subject, testId: latest.testId },
    );
    return accepted(test, await receiptOfStored(store, latest, test));
  }
  if (test.attemptsAllowed !== null && attempts.length >= test.attemptsAllowed) {
    const { subject, testId } = test;
    const attemptsAllowed = String(test.attemptsAllowed);
    throw new ApiError(409, refused("no-attempt-left", { subject, testId, attemptsAllowed }));
  }
  const content = { studentId, subject: test.subject, testId: test.testId, answers };
  const submission = {
    submissionId: submissionIdOf(content),
    receivedAt: receivedAt(event),
    ...content,
    version,
    ...(paper && { paper }),
  };
  const receipt = await storeSubmission(store, submission, test);
  await addToList(store, submission, test);
  return accepted(test, receipt);
};

export const handler = apiHandler((event) => submitTest(event));

import { isInTime } from "./deadlines/deadline.ts";
import { looksAtSeveral } from "./grading/attempt-rule.ts";
import {
  type Instant,
  instantSchema,
  type StudentId,
  type SubmissionId,
  submissionIdSchema,
  type TestRef,
  testRefSchema,
} from "./ids.ts";
import { keys } from "./storage/storage-keys.ts";
import type { GivenAnswer, Submission } from "./submission.ts";
import type { Test } from "./test.ts";
import { goesBy, type NamedTest } from "./test-names.ts";

/** What the key of a stored submission says about it, before the object is read. */
export interface Attempt extends TestRef {
  readonly key: string;
  readonly receivedAt: Instant;
  readonly submissionId: SubmissionId;
}

const attemptPath = /^([^/]+)\/([^/]+)\/([^/]{24})-([^/]+)\.json$/;

const attemptSchema = testRefSchema.extend({ receivedAt: instantSchema, submissionId: submissionIdSchema });

/** The attempt that a key names; null when it is not the key of a submission. */
export const attemptOfKey = (studentId: StudentId, key: string): Attempt | null => {
  const prefix = keys.submissions(studentId);
  const parts = key.startsWith(prefix) ? attemptPath.exec(key.slice(prefix.length)) : null;
  if (!parts) return null;
  const [, subject, testId, receivedAt, submissionId] = parts;
  const read = attemptSchema.safeParse({ subject, testId, receivedAt, submissionId });
  return read.success ? { key, ...read.data } : null;
};

/** The latest attempt; of two received in the same millisecond, the one whose key sorts last. */
export const latestAttempt = (attempts: readonly Attempt[]): Attempt | null =>
  attempts.reduce<Attempt | null>(
    (latest, attempt) => (latest === null || orderOf(attempt) > orderOf(latest) ? attempt : latest),
    null,
  );

/** What decides which attempts count. */
export type CountingTest = NamedTest & Pick<Test, "deadline" | "counts">;

/**
 * The attempts that a test's rule must look at, the earliest first: of those received before the deadline the latest, the
 * first, or all.
 */
export const countingAttempts = (attempts: readonly Attempt[], test: CountingTest): readonly Attempt[] => {
  const inTime = attempts
    .filter((attempt) => goesBy(test, attempt) && isInTime(attempt.receivedAt, test.deadline))
    .toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  if (looksAtSeveral(test)) return inTime;
  return test.counts === "first" ? inTime.slice(0, 1) : inTime.slice(-1);
};

/** The attempt that stands for what counts, as far as it is known without grading: the latest that the rule looks at. */
export const countingAttempt = (attempts: readonly Attempt[], test: CountingTest): Attempt | null =>
  countingAttempts(attempts, test).at(-1) ?? null;

const orderOf = (attempt: Attempt): string => `${attempt.receivedAt}-${attempt.submissionId}`;

const byQuestionId = (a: GivenAnswer, b: GivenAnswer): number => (a.questionId < b.questionId ? -1 : 1);

/** Answers in the order they are stored and hashed: by question id, in code unit order. */
export const sortAnswers = (answers: readonly GivenAnswer[]): GivenAnswer[] => answers.toSorted(byQuestionId);

/**
 * The text whose SHA-256 names a submission: student, test and sorted answers, without the time. The same answers give
 * the same text, whatever order they were sent in.
 */
export const canonicalSubmission = (
  submission: Pick<Submission, "studentId" | "subject" | "testId" | "answers">,
): string =>
  JSON.stringify([
    submission.studentId,
    submission.subject,
    submission.testId,
    sortAnswers(submission.answers).map(({ questionId, answer }) => [questionId, answer]),
  ]);

import { createHash } from "node:crypto";
import { listAttempts } from "../../adapters/course-reader.ts";
import { findJson } from "../../adapters/storage/json-store.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import { type Attempt, canonicalSubmission } from "../../course/attempts.ts";
import { deadlineFor } from "../../course/deadlines/deadline.ts";
import { type Instant, type StudentId, testPath } from "../../course/ids.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { profileSchema } from "../../course/student.ts";
import { testIndexSchema } from "../../course/test.ts";
import { goesBy } from "../../course/test-names.ts";
import type { ClaimedReceipt } from "./claimed-receipt.ts";

/** A submission as it is stored, with a newly computed hash of its bytes. */
export interface StoredAttempt extends Attempt {
  readonly sha256: string;
}

export type Verdict =
  | {
      readonly isTrue: true;
      readonly stored: StoredAttempt;
      /** The student's own, as the course has it now; null: the test is not published any more. It is not in the hash. */
      readonly deadline: Instant | null;
    }
  | {
      readonly isTrue: false;
      /** Each a sentence. */
      readonly problems: readonly string[];
      /** What is stored under the submission's id; when nothing is, the student's latest attempts. */
      readonly stored: readonly StoredAttempt[];
    };

/** Attempts that are read and shown when a receipt names none of them. */
const mostShown = 20;

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/**
 * Compares a receipt with what is stored. The hash covers the whole object: student, test, instant and answers. So a
 * receipt that is true proves them, and one that is not shows that either it or the object was changed.
 */
export const verifyReceipt = async (store: ObjectStore, claim: ClaimedReceipt): Promise<Verdict> => {
  const attempts = await attemptsOf(store, claim.studentId);
  const named = attempts.filter(({ submissionId }) => submissionId === claim.submissionId);
  if (named.length === 0) {
    const problem = `Nothing is stored about ${claim.studentId} under the submission id ${claim.submissionId}.`;
    const stored = await readAttempts(store, attempts.filter(isOfTest(claim)).slice(-mostShown));
    return { isTrue: false, problems: [problem], stored };
  }
  const compared = (await readAttempts(store, named)).map((stored) => ({
    stored,
    problems: problemsOf(claim, stored),
  }));
  // The same answers sent again after others are another attempt under the same id: the best fit is meant.
  const [best] = compared.toSorted((a, b) => a.problems.length - b.problems.length);
  if (best?.problems.length === 0) {
    return {
      isTrue: true,
      stored: best.stored,
      deadline: await deadlineNow(store, claim.studentId, best.stored),
    };
  }
  const gone = [`The submission ${claim.submissionId} was erased just now.`];
  return { isTrue: false, problems: best?.problems ?? gone, stored: compared.map(({ stored }) => stored) };
};

const attemptsOf = async (store: ObjectStore, studentId: StudentId): Promise<Attempt[]> => {
  const { attempts } = await listAttempts(store, studentId);
  return attempts.toSorted((a, b) => (a.receivedAt < b.receivedAt ? -1 : 1));
};

const isOfTest =
  ({ subject, testId }: ClaimedReceipt) =>
  (attempt: Attempt): boolean =>
    (subject === undefined || attempt.subject === subject) &&
    (testId === undefined || attempt.testId === testId);

const readAttempts = async (store: ObjectStore, attempts: readonly Attempt[]): Promise<StoredAttempt[]> => {
  const read: StoredAttempt[] = [];
  for (const attempt of attempts) {
    const object = await store.get(attempt.key);
    if (object) read.push({ ...attempt, sha256: sha256(object.text) });
  }
  return read;
};

const problemsOf = (claim: ClaimedReceipt, stored: StoredAttempt): string[] => [
  ...(isOfTest(claim)(stored) ? [] : [`It was sent in for ${testPath(stored)}.`]),
  ...(claim.receivedAt === undefined || claim.receivedAt === stored.receivedAt
    ? []
    : [`It was received at ${stored.receivedAt}, not at ${claim.receivedAt}.`]),
  ...(claim.sha256 === stored.sha256
    ? []
    : [`The stored object's SHA-256 is ${stored.sha256}, not ${claim.sha256}.`]),
  ...(areAnswersOf(claim, stored) ? [] : ["The answers beside the receipt are not those that were sent in."]),
];

/** The submission's id is half the hash of the answers (course/ids.ts), so they need not be read from the object. */
const areAnswersOf = ({ answers, studentId }: ClaimedReceipt, stored: StoredAttempt): boolean => {
  if (answers === undefined) return true;
  const { subject, testId, submissionId } = stored;
  return sha256(canonicalSubmission({ studentId, subject, testId, answers: [...answers] })).startsWith(
    submissionId,
  );
};

const deadlineNow = async (
  store: ObjectStore,
  studentId: StudentId,
  attempt: Attempt,
): Promise<Instant | null> => {
  const [tests, profile] = await Promise.all([
    findJson(store, keys.tests, testIndexSchema),
    findJson(store, keys.profile(studentId), profileSchema),
  ]);
  const test = tests?.find((candidate) => goesBy(candidate, attempt));
  return test ? deadlineFor(test, profile?.extensions ?? []) : null;
};

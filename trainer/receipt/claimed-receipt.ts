import * as z from "zod";
import { answeredIn, submitTestRequestSchema } from "../../course/api/requests.ts";
import {
  type Instant,
  type StudentId,
  type Subject,
  type SubmissionId,
  studentIdSchema,
  subjectSchema,
  submissionIdSchema,
  type TestId,
  testIdSchema,
} from "../../course/ids.ts";
import { describeIssues } from "../../course/problems.ts";
import { type GivenAnswer, receiptSchema } from "../../course/submission.ts";
import { isObject, jsonOrUndefined } from "../../course/unknown-value.ts";
import { UsageError } from "../commands/usage-error.ts";
import { TrainerError } from "../trainer-error.ts";

/** What somebody who holds a receipt says; what they leave out is not compared. */
export interface ClaimedReceipt {
  readonly studentId: StudentId;
  readonly subject?: Subject | undefined;
  readonly testId?: TestId | undefined;
  readonly submissionId: SubmissionId;
  readonly receivedAt?: Instant | undefined;
  readonly deadline?: Instant | undefined;
  /** Of the stored object's bytes, in hex. */
  readonly sha256: string;
  /** Those that the client kept beside the receipt. */
  readonly answers?: readonly GivenAnswer[] | undefined;
}

/** The parts of a receipt as options name them; they stand before what a file says. */
export const receiptOptionsSchema = z.object({
  student: studentIdSchema.optional(),
  subject: subjectSchema.optional(),
  test: testIdSchema.optional(),
  submission: submissionIdSchema.optional(),
  sha256: receiptSchema.shape.sha256.optional(),
});

export type ReceiptOptions = z.output<typeof receiptOptionsSchema>;

const requestParts = submitTestRequestSchema.partial().shape;

/**
 * What may stand around a receipt: the API's answer has only `receipt`; the student's clients keep the request's
 * `studentId`, `subjectName`, `testId` and `testResult` beside it.
 */
const keptSchema = z.object({
  receipt: receiptSchema,
  studentId: requestParts.studentId,
  subjectName: requestParts.subjectName,
  testId: requestParts.testId,
  testResult: requestParts.testResult,
});

type Kept = Partial<z.output<typeof keptSchema>>;

const parsed = (text: string, place: string): unknown => {
  const value = jsonOrUndefined(text.replace(/^\uFEFF/, ""));
  if (value !== undefined) return value;
  throw new TrainerError(
    `${place} is not JSON. Give the receipt as the API or the student's client gave it.`,
  );
};

/** A receipt by itself, in the API's whole answer, or in a client's file. @throws TrainerError saying what is wrong. */
const readKept = (text: string, place: string): Kept => {
  const value = parsed(text, place);
  const isWhole = isObject(value) && "receipt" in value;
  const wanted = isWhole ? value : { receipt: value };
  const kept = keptSchema.safeParse(wanted);
  if (kept.success) return kept.data;
  throw new TrainerError(`${place} holds no receipt: ${describeIssues(kept.error, wanted)}`);
};

/**
 * Puts together what is claimed.
 *
 * @param file the receipt's text, and what to call it in an error; none when options say all.
 * @throws UsageError naming what is still missing. @throws TrainerError when the file holds no receipt.
 */
export const claimedReceipt = (
  options: ReceiptOptions,
  file: { readonly text: string; readonly place: string } | undefined,
): ClaimedReceipt => {
  const kept: Kept = file ? readKept(file.text, file.place) : {};
  const studentId = options.student ?? kept.studentId;
  const submissionId = options.submission ?? kept.receipt?.submissionId;
  const sha256 = options.sha256 ?? kept.receipt?.sha256;
  if (studentId === undefined || submissionId === undefined || sha256 === undefined) {
    const missing = [
      ...(studentId === undefined ? ["--student"] : []),
      ...(submissionId === undefined ? ["--submission"] : []),
      ...(sha256 === undefined ? ["--sha256"] : []),
    ];
    throw new UsageError(`The receipt does not say all that is needed; add ${missing.join(", ")}.`);
  }
  return {
    studentId,
    subject: options.subject ?? kept.subjectName,
    testId: options.test ?? kept.testId,
    submissionId,
    receivedAt: kept.receipt?.receivedAt,
    deadline: kept.receipt?.deadline,
    sha256,
    answers: kept.testResult && answeredIn(kept.testResult),
  };
};

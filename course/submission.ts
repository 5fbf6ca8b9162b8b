import * as z from "zod";
import {
  answerIdSchema,
  instantSchema,
  questionIdSchema,
  studentIdSchema,
  subjectSchema,
  submissionIdSchema,
  testIdSchema,
} from "./ids.ts";

/** Names a test's questions by their content; see `questionsVersion`. */
export const versionSchema = z.string().regex(/^[0-9a-f]{32}$/);

export const givenAnswerSchema = z.object({ questionId: questionIdSchema, answer: answerIdSchema });

/** A submission as it lies on S3; append-only, one object an attempt. */
export const submissionSchema = z.object({
  submissionId: submissionIdSchema,
  studentId: studentIdSchema,
  subject: subjectSchema,
  testId: testIdSchema,
  receivedAt: instantSchema,
  /** Sorted by question id, at most one a question; a question left out has no entry. */
  answers: z.array(givenAnswerSchema),
  /** Which questions it was checked against. Left out: by a submission from before that was noted. */
  version: versionSchema.optional(),
});

/** Proof of a submission, sent with the 200: `sha256` is that of the stored object's bytes, in hex. */
export const receiptSchema = z.object({
  submissionId: submissionIdSchema,
  receivedAt: instantSchema,
  deadline: instantSchema,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

export type GivenAnswer = z.infer<typeof givenAnswerSchema>;
export type Submission = z.infer<typeof submissionSchema>;
export type Receipt = z.infer<typeof receiptSchema>;

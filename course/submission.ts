import * as z from "zod";
import {
  instantSchema,
  questionIdSchema,
  studentIdSchema,
  subjectSchema,
  submissionIdSchema,
  testIdSchema,
} from "./ids.ts";
import { answerSchema, paperSchema } from "./questions/shapes.ts";

/** Identifies a test's questions by their content; see `questionsVersion`. */
export const versionSchema = z.string().regex(/^[0-9a-f]{32}$/);

export const givenAnswerSchema = z.object({ questionId: questionIdSchema, answer: answerSchema });

/** A submission as stored on S3; append-only, one object for each attempt. */
export const submissionSchema = z.object({
  submissionId: submissionIdSchema,
  studentId: studentIdSchema,
  subject: subjectSchema,
  testId: testIdSchema,
  receivedAt: instantSchema,
  /** Sorted by question id, at most one a question; a question left out has no entry. */
  answers: z.array(givenAnswerSchema),
  /** The questions that it was checked against. Left out in older submissions. */
  version: versionSchema.optional(),
  /** What the student was asked. Left out: all questions of that version, in its order. */
  paper: paperSchema.optional(),
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

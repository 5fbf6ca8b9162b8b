import * as z from "zod";
import {
  answerIdSchema,
  instantSchema,
  questionIdSchema,
  subjectSchema,
  submissionIdSchema,
  testIdSchema,
  testRefSchema,
} from "./ids.ts";
import { receiptSchema } from "./submission.ts";
import { questionsSchema } from "./test.ts";

/** What the API's calls answer with 200, version 1. Clients exist: fields may be added, none changed or taken away. */

/** A test that a student can take now. */
export const openTestSchema = z.object({
  subject: subjectSchema,
  testId: testIdSchema,
  title: z.string(),
  /** Of the texts, such as `pl`; left out: nobody knows. */
  language: z.string().optional(),
  /** null: it was open at once. */
  opens: instantSchema.nullable(),
  /** The student's own. */
  deadline: instantSchema,
  submitted: z.boolean(),
  attemptsUsed: z.int().nonnegative(),
  /** null: no limit. */
  attemptsAllowed: z.int().positive().nullable(),
  /** Names that the test had before, the latest first; left out: none. What a client keeps under them is about it. */
  renamedFrom: z.array(testRefSchema).optional(),
  /** When the request asks for receipts: of the latest submission, of the first twenty tests that were submitted. */
  receipt: receiptSchema.optional(),
});

/** A test whose deadline has passed for the student. */
export const closedTestSchema = z.object({
  subject: subjectSchema,
  testId: testIdSchema,
  title: z.string(),
  /** Of the texts, such as `pl`; left out: nobody knows. */
  language: z.string().optional(),
  /** The student's own. */
  deadline: instantSchema,
  /** Of the submission that counts; null: none came in time. */
  receivedAt: instantSchema.nullable(),
});

/** One question of a graded test, where the course gives feedback. */
export const markedQuestionSchema = z.object({
  questionId: questionIdSchema,
  /** Texts as they stand now; left out when the trainer has taken question or answer away since. */
  question: z.string().optional(),
  given: answerIdSchema.nullable(),
  givenText: z.string().optional(),
  isRight: z.boolean(),
  feedback: z.string().optional(),
});

/** A graded test of the student. */
export const testScoreSchema = z.object({
  subject: subjectSchema,
  testId: testIdSchema,
  title: z.string(),
  /** Of the texts, such as `pl`; left out: nobody knows. */
  language: z.string().optional(),
  /** At most two decimals, such as `3.33`. */
  score: z.string(),
  /** The best score, in the same form. */
  best: z.string(),
  right: z.int().nonnegative(),
  questions: z.int().positive(),
  /** 1 for the first; one more each time the grade changed. */
  revision: z.int().positive(),
  submissionId: submissionIdSchema,
  receivedAt: instantSchema,
  /** Where the course gives feedback, each question. */
  marks: z.array(markedQuestionSchema).optional(),
});

export const listTestsAnswerSchema = z.object({
  code: z.literal(200),
  body: z.array(z.object({ subject: subjectSchema, testIds: z.array(testIdSchema) })),
  open: z.array(openTestSchema),
  /** When the request asks for them: latest first. */
  scores: z.array(testScoreSchema).optional(),
  /** When the request asks for them: the latest deadline first. */
  closed: z.array(closedTestSchema).optional(),
  /** Beside `closed`: when the next test opens to the student; null: none is planned. */
  nextOpening: instantSchema.nullable().optional(),
});

export const showTestAnswerSchema = z.object({
  code: z.literal(200),
  body: questionsSchema,
  title: z.string(),
  deadline: instantSchema,
  /** null: no limit. Left out by servers from before it. */
  attemptsAllowed: z.int().positive().nullable().optional(),
  /** Of title and questions, such as `pl`; left out: nobody knows. */
  language: z.string().optional(),
});

export const submitTestAnswerSchema = z.object({
  code: z.literal(200),
  body: z.string(),
  receipt: receiptSchema,
});

/** Any other code. */
export const refusalSchema = z.object({ code: z.int().min(400).max(599), body: z.string() });

export type OpenTest = z.infer<typeof openTestSchema>;
export type ClosedTest = z.infer<typeof closedTestSchema>;
export type MarkedQuestion = z.infer<typeof markedQuestionSchema>;
export type TestScore = z.infer<typeof testScoreSchema>;
export type ListTestsAnswer = z.infer<typeof listTestsAnswerSchema>;
export type ShowTestAnswer = z.infer<typeof showTestAnswerSchema>;
export type SubmitTestAnswer = z.infer<typeof submitTestAnswerSchema>;

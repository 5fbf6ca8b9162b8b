import * as z from "zod";
import {
  answerIdSchema,
  instantSchema,
  questionIdSchema,
  runIdSchema,
  studentIdSchema,
  subjectSchema,
  submissionIdSchema,
  testIdSchema,
} from "./ids.ts";

/** `students/<studentId>/grades/<subject>/<testId>.json`. */
export const gradeSchema = z.object({
  studentId: studentIdSchema,
  subject: subjectSchema,
  testId: testIdSchema,
  /** 1 for the first; one more each time the grade changes. */
  revision: z.int().positive(),
  right: z.int().nonnegative(),
  questions: z.int().positive(),
  /** The best score. The score is exactly right / questions * scale; see `scoreText`. */
  scale: z.number().positive(),
  submissionId: submissionIdSchema,
  receivedAt: instantSchema,
  /** The run that wrote this revision. */
  runId: runIdSchema,
  answers: z.array(
    z.object({
      questionId: questionIdSchema,
      /** null: left out. */
      given: answerIdSchema.nullable(),
      isRight: z.boolean(),
      /** The answer key's; kept with the grade so that nobody but the grading worker reads answer keys. */
      feedback: z.string().optional(),
    }),
  ),
});

/**
 * `students/<studentId>/mail/<subject>/<testId>/<revision>.json`: at most one mail a student, test and revision.
 * `claimed` is written before sending; found later it means that nobody knows whether the mail went out.
 * `released`: SES refused to take it (throttled or down before taking effect), so it may be claimed again.
 * `refused`: SES will never take it.
 */
export const mailRecordSchema = z.discriminatedUnion("state", [
  z.object({
    state: z.literal("claimed"),
    runId: runIdSchema,
    /** Drawn by each task that claims: one whose answer was lost knows its own claim by it. */
    claimId: z.uuid().optional(),
    /** Drawn by a trainer's command that took the claim over to send the mail again: no two takeovers are alike. */
    takeover: z.uuid().optional(),
  }),
  z.object({ state: z.literal("released"), runId: runIdSchema, reason: z.string() }),
  z.object({ state: z.literal("sent"), runId: runIdSchema, messageId: z.string() }),
  z.object({ state: z.literal("refused"), runId: runIdSchema, reason: z.string() }),
]);

export type Grade = z.infer<typeof gradeSchema>;
export type MailRecord = z.infer<typeof mailRecordSchema>;

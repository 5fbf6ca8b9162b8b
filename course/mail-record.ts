import * as z from "zod";
import { runIdSchema } from "./ids.ts";

/**
 * `students/<studentId>/mail/<subject>/<testId>/<revision>.json`: at most one mail a student, test and revision.
 * `claimed` is written before sending; found later it means that nobody knows whether the mail went out.
 * `released`: SES refused to take it (throttled or down before taking effect), so it may be claimed again. `isSettled`:
 * the trainer wrote down that it did not go out.
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
  z.object({
    state: z.literal("released"),
    runId: runIdSchema,
    reason: z.string(),
    isSettled: z.literal(true).optional(),
  }),
  z.object({ state: z.literal("sent"), runId: runIdSchema, messageId: z.string() }),
  z.object({ state: z.literal("refused"), runId: runIdSchema, reason: z.string() }),
]);

export type MailRecord = z.infer<typeof mailRecordSchema>;

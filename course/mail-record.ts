import * as z from "zod";
import { runIdSchema } from "./ids.ts";

/**
 * `students/<studentId>/mail/<subject>/<testId>/<revision>.json`: at most one mail for each student, test and revision.
 * `claimed`: written before sending; if it is still there later, nobody knows whether the mail went out.
 * `released`: SES did not accept it (throttled or down), so it may be claimed again. `isSettled`: the trainer recorded that
 * it did not go out.
 * `refused`: SES will never accept it.
 */
export const mailRecordSchema = z.discriminatedUnion("state", [
  z.object({
    state: z.literal("claimed"),
    runId: runIdSchema,
    /** A random value of the claiming task, by which it recognises its own claim after a lost answer. */
    claimId: z.uuid().optional(),
    /** A random value of the trainer's command that took the claim over to send the mail again; unique for each takeover. */
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

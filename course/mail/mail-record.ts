import * as z from "zod";
import { noticeIdSchema, runIdSchema } from "../ids.ts";

/**
 * `students/<studentId>/mail/<subject>/<testId>/<revision>.json`: at most one mail for each student, test and revision. Beside
 * it notices have theirs (notice.ts).
 * `claimed`: written before sending; if it is still there later, nobody knows whether the mail went out.
 * `released`: SES did not accept it (throttled or down), so it may be claimed again. `isSettled`: the trainer recorded that
 * it did not go out.
 * `refused`: SES will never accept it.
 */
const recordOf = <Id extends z.ZodType>(idSchema: Id) =>
  z.discriminatedUnion("state", [
    z.object({
      state: z.literal("claimed"),
      runId: idSchema,
      /** A random value of the claiming task, by which it recognises its own claim after a lost answer. */
      claimId: z.uuid().optional(),
      /** A random value of the trainer's command that took the claim over to send the mail again; unique for each takeover. */
      takeover: z.uuid().optional(),
    }),
    z.object({
      state: z.literal("released"),
      runId: idSchema,
      reason: z.string(),
      isSettled: z.literal(true).optional(),
    }),
    z.object({ state: z.literal("sent"), runId: idSchema, messageId: z.string() }),
    z.object({ state: z.literal("refused"), runId: idSchema, reason: z.string() }),
  ]);

/** Of a mail that a run sends. */
export const mailRecordSchema = recordOf(runIdSchema);

/** Of any mail: one that a run sends, or a notice. */
export const ledgerRecordSchema = recordOf(z.union([runIdSchema, noticeIdSchema]));

export type MailRecord = z.infer<typeof mailRecordSchema>;
export type LedgerRecord = z.infer<typeof ledgerRecordSchema>;
/** The run or the notice that a mail belongs to. */
export type SenderId = LedgerRecord["runId"];

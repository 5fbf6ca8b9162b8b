import * as z from "zod";
import { instantSchema, runIdSchema } from "../ids.ts";

/** The contracts between the console's server and its page about what waits for the trainer's decision. */

const openMailSchema = z.object({
  /** As `bin/trainer mail` names it. */
  id: z.string(),
  state: z.enum(["unknown", "not-sent"]),
  /** Left out of an invitation, which belongs to no run. */
  runId: runIdSchema.optional(),
  reason: z.string(),
});

export const openMailsSchema = z.object({
  mails: z.array(openMailSchema),
  /** Mails that are too recent to judge, and from when on they can be. */
  young: z.object({ count: z.int(), after: instantSchema.nullable() }),
  /** There may be more: reading them took too long, or they are too many for a view. */
  isCut: z.boolean(),
});

const leftSchema = z.object({
  studentId: z.string(),
  name: z.string(),
  subject: z.string(),
  testId: z.string(),
  reason: z.string(),
  /** Of a mail that surely did not go out, as `bin/trainer mail` names it; left out: the test was not graded. */
  mailId: z.string().optional(),
  /** SES refused the mail, so its address should be corrected before it is sent again. */
  isRefused: z.boolean().optional(),
});

/** A run that has ended and left something to do, which no later run has taken up. */
const leftRunSchema = z.object({
  runId: runIdSchema,
  /** Name of its execution. */
  execution: z.string(),
  /** `failed`: its execution failed or was stopped, so that nobody knows who was graded. */
  how: z.enum(["closed", "failed"]),
  students: z.int(),
  /** The first of them. */
  left: z.array(leftSchema),
  /** How many there are in all. */
  count: z.int(),
});

export const leftRunsSchema = z.object({ runs: z.array(leftRunSchema), isCut: z.boolean() });

/** `POST` of the console: what is to be done with a mail. */
export const settleMailSchema = z.object({
  id: z.string(),
  do: z.enum(["resend", "sent", "not-sent"]),
});

/** `POST` of the console: a run is to be resumed, or its execution stopped. */
export const runOrderSchema = z.discriminatedUnion("do", [
  z.object({ do: z.literal("resume"), runId: runIdSchema }),
  z.object({ do: z.literal("stop"), executionArn: z.string() }),
  /** `path` of the test, such as `linux/boot`. */
  z.object({ do: z.literal("again"), path: z.string() }),
]);

/** What was done, in a sentence. `executionArn`: of the execution that was started. */
export const doneSchema = z.object({ said: z.string(), executionArn: z.string().optional() });

export type OpenMails = z.infer<typeof openMailsSchema>;
export type OpenMail = z.infer<typeof openMailSchema>;
export type LeftRuns = z.infer<typeof leftRunsSchema>;
export type LeftRun = z.infer<typeof leftRunSchema>;
export type SettleMail = z.infer<typeof settleMailSchema>;
export type RunOrder = z.infer<typeof runOrderSchema>;
export type Done = z.infer<typeof doneSchema>;

import * as z from "zod";
import { instantSchema } from "../ids.ts";

/** A random value of a command that takes a mail over from an earlier one; unique for each takeover. */
const takeover = z.uuid().optional();

/**
 * `students/<studentId>/mail/invitations/<first half of the key's SHA-256>.json`: the state of the mail with a key. Only
 * the mail contains the key. `prepared`: the key may be stored, and was surely not mailed. `claimed`: it is being mailed;
 * if the state is still there later, nobody knows whether the mail went out. `unknown`: SES's answer was lost. In these
 * three states the student's next invitation makes another key. `released`: the mail surely did not go out, and its key
 * is deleted.
 */
export const invitationRecordSchema = z.discriminatedUnion("state", [
  z.object({ state: z.literal("prepared"), at: instantSchema, takeover }),
  z.object({ state: z.literal("claimed"), at: instantSchema }),
  z.object({ state: z.literal("unknown"), at: instantSchema, reason: z.string(), takeover }),
  z.object({ state: z.literal("sent"), at: instantSchema, messageId: z.string() }),
  z.object({ state: z.literal("released"), at: instantSchema, reason: z.string() }),
]);

export type InvitationRecord = z.infer<typeof invitationRecordSchema>;

/**
 * The page's address for this student; the page asks for the key. The key is not in the address, because browsers keep
 * every opened address in their history, and everybody who looks there could sign in.
 */
export const invitationLink = (pageUrl: string, studentId: string): string =>
  `${pageUrl}/#${new URLSearchParams({ student: studentId })}`;

import * as z from "zod";
import { instantSchema } from "./ids.ts";

/** Drawn by a command that takes a mail's fate over from an earlier one: no two takeovers are alike. */
const takeover = z.uuid().optional();

/**
 * `students/<studentId>/mail/invitations/<first half of the key's SHA-256>.json`: what became of the mail with a key. The key
 * itself is in the mail only, so a mail that surely did not go out takes its key with it: `released`.
 * `prepared`: the key may be stored, and surely was not mailed. `claimed`: it is being mailed; found later it means that nobody
 * knows whether it went out, as does `unknown`, where SES's answer was lost. In these three the next invitation of the student
 * makes another key.
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
 * The page's address, asking this student for the key. The key is not in it: browsers keep each address that was opened in
 * their history, whatever a page does afterwards, so a link with the key would sign in whoever looks there.
 */
export const invitationLink = (pageUrl: string, studentId: string): string =>
  `${pageUrl}/#${new URLSearchParams({ student: studentId })}`;

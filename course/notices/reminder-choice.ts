import * as z from "zod";
import type { StudentId } from "../ids.ts";

/** 256 random bits, base64url. */
export const choiceTokenSchema = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/**
 * `students/<studentId>/_reminders.json`, made with the first notice. Whoever has the token may turn the student's reminders
 * off and on, and nothing else.
 */
export const reminderChoiceSchema = z.object({
  token: choiceTokenSchema,
  reminders: z.enum(["on", "off"]),
});

export type ReminderChoice = z.infer<typeof reminderChoiceSchema>;

/** The view of the page that shows the choice and asks before it changes it. What follows `#` is sent to no server. */
export const choiceLink = (pageUrl: string, studentId: StudentId, token: string): string =>
  `${pageUrl}/#/reminders/${studentId}/${token}`;

/** The address that a mail program posts to when its reader unsubscribes. */
export const unsubscribeUrl = (apiUrl: string, studentId: StudentId, token: string): string =>
  `${apiUrl}/api/v1/reminders?${new URLSearchParams({ student: studentId, token })}`;

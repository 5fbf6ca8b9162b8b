import * as z from "zod";

const addresses = z.array(z.string());

const attachmentSchema = z.object({
  /** Base64. */
  content: z.string(),
  contentType: z.string(),
  filename: z.string().optional(),
  /** Bytes. */
  size: z.number(),
});

/** A mail as the data folder keeps it. Data folders hold mails of every earlier version: add fields, never change them. */
export const mailSchema = z.object({
  messageId: z.string(),
  from: z.string(),
  replyTo: addresses,
  destination: z.object({ to: addresses, cc: addresses, bcc: addresses }),
  subject: z.string(),
  body: z.object({ html: z.string().optional(), text: z.string().optional() }),
  attachments: z.array(attachmentSchema),
  headers: z.array(z.object({ name: z.string(), value: z.string() })).optional(),
  /** Seconds since 1970. */
  at: z.number(),
});

export type Mail = z.infer<typeof mailSchema>;

export type Attachment = z.infer<typeof attachmentSchema>;

/** A mail as it is sent, before it gets an id and a time. */
export type NewMail = Omit<Mail, "messageId" | "at">;

/** A mail in a list. */
export const mailSummarySchema = z.object({
  messageId: z.string(),
  from: z.string(),
  destination: z.object({ to: addresses, cc: addresses }),
  subject: z.string(),
  /** How many. */
  attachments: z.number(),
  at: z.number(),
});

export type MailSummary = z.infer<typeof mailSummarySchema>;

export interface MailPage {
  /** Newest first. */
  readonly mails: readonly MailSummary[];
  /** Of all mails that match. */
  readonly total: number;
  /** Pass it as `from` to get the next page. */
  readonly next?: number;
}

import * as z from "zod";

const addresses = z.array(z.string());

/** A mail in a list. */
const mailSummarySchema = z.object({
  messageId: z.string(),
  from: z.string(),
  destination: z.object({ to: addresses, cc: addresses }),
  subject: z.string(),
  /** How many. */
  attachments: z.number(),
  /** Seconds since 1970. */
  at: z.number(),
});

export const mailPageSchema = z.object({
  /** Newest first. */
  mails: z.array(mailSummarySchema),
  /** Of all mails that match. */
  total: z.number(),
  /** Pass it as `from` to get the next page. */
  next: z.number().optional(),
});

export type MailPage = z.output<typeof mailPageSchema>;

export const shownMailSchema = mailSummarySchema.extend({
  replyTo: addresses,
  destination: z.object({ to: addresses, cc: addresses, bcc: addresses }),
  body: z.object({ html: z.string().optional(), text: z.string().optional() }),
  /** The content of attachments is not shown, and may be megabytes. `size` in bytes. */
  attachments: z.array(
    z.object({ contentType: z.string(), filename: z.string().optional(), size: z.number() }),
  ),
});

export type ShownMail = z.output<typeof shownMailSchema>;

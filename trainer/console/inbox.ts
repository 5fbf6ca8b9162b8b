import * as z from "zod";
import { Refusal } from "./refusal.ts";

const addresses = z.array(z.string());

/** A mail in a list. */
const summarySchema = z.object({
  messageId: z.string(),
  from: z.string(),
  destination: z.object({ to: addresses, cc: addresses }),
  subject: z.string(),
  /** How many. */
  attachments: z.number(),
  /** Seconds since 1970. */
  at: z.number(),
});

const pageSchema = z.object({
  /** Newest first. */
  mails: z.array(summarySchema),
  /** Of all mails that match. */
  total: z.number(),
  /** Pass it as `from` to get the next page. */
  next: z.number().optional(),
});

export type MailPage = z.output<typeof pageSchema>;

const mailSchema = summarySchema.extend({
  replyTo: addresses,
  destination: z.object({ to: addresses, cc: addresses, bcc: addresses }),
  body: z.object({ html: z.string().optional(), text: z.string().optional() }),
  /** The content of attachments is not shown, and may be megabytes. `size` in bytes. */
  attachments: z.array(
    z.object({ contentType: z.string(), filename: z.string().optional(), size: z.number() }),
  ),
});

export type ShownMail = z.output<typeof mailSchema>;

/** The mails that were sent. */
export interface Inbox {
  /**
   * @param words part of the subject or of an address, in any case; empty: all.
   * @param from how many of the newest to skip.
   */
  page(words: string, from: number): Promise<MailPage>;
  /** @throws {Refusal} when there is none. */
  mail(messageId: string): Promise<ShownMail>;
}

const timeoutMs = 30_000;

const problemSchema = z.object({ message: z.string() });

/** The inbox that the local region keeps of all mails. @param url its base. */
export const localInbox = (url: string): Inbox => {
  const ask = async <T extends z.ZodType>(path: string, schema: T): Promise<z.output<T>> => {
    const answer = await fetchFrom(`${url}${path}`);
    const body: unknown = await answer.json();
    if (answer.ok) return schema.parse(body);
    const name = answer.status === 404 ? "NoSuchMail" : "InboxFailed";
    throw new Refusal(name, problemSchema.parse(body).message, answer.status === 404 ? 404 : 502);
  };
  return {
    page: (words, from) => ask(`/mails?${new URLSearchParams({ words, from: `${from}` })}`, pageSchema),
    mail: (messageId) => ask(`/mails/${encodeURIComponent(messageId)}`, mailSchema),
  };
};

const fetchFrom = async (url: string): Promise<Response> => {
  try {
    return await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
  } catch {
    throw new Refusal("NoAnswer", "The local region's inbox does not answer. Has the region stopped?", 502);
  }
};

/** SES keeps no mail that it has sent. */
export const noInbox: Inbox = {
  page: () => Promise.reject(keptNowhere),
  mail: () => Promise.reject(keptNowhere),
};

const keptNowhere = new Refusal(
  "NoInbox",
  "SES keeps no copies of the mails that it sends, so there is no inbox here. The bin/trainer mail command says what is known of each mail.",
  404,
);

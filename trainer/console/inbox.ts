import * as z from "zod";
import {
  type MailPage,
  mailPageSchema,
  type ShownMail,
  shownMailSchema,
} from "../../course/console/console-mails.ts";
import { Refusal } from "./refusal.ts";

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
    page: (words, from) => ask(`/mails?${new URLSearchParams({ words, from: `${from}` })}`, mailPageSchema),
    mail: (messageId) => ask(`/mails/${encodeURIComponent(messageId)}`, shownMailSchema),
  };
};

const fetchFrom = async (url: string): Promise<Response> => {
  try {
    return await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
  } catch {
    throw new Refusal("NoAnswer", "The local region's inbox does not answer. Has the region stopped?", 502);
  }
};

/** SES keeps no copies of the mails that it has sent. */
export const noInbox = (): Refusal =>
  new Refusal(
    "NoInbox",
    "SES keeps no copies of the mails that it sends, so there is no inbox here. The bin/trainer mail command lists those of which nobody knows whether they went out.",
    404,
  );

import { z } from "zod";
import { AwsError } from "../ports.ts";

/** The inbox is in this process; a large one takes it well under a second. */
const timeoutMs = 30_000;

const mostAtOnce = 100;

const mailSchema = z.object({
  messageId: z.string(),
  from: z.string(),
  destination: z.object({ to: z.array(z.string()), cc: z.array(z.string()) }),
  subject: z.string(),
  body: z.object({ html: z.string().optional(), text: z.string().optional() }),
  attachments: z.array(
    z.object({ filename: z.string().optional(), contentType: z.string(), size: z.number() }),
  ),
  /** Seconds since 1970. */
  at: z.number(),
});

const storeSchema = z.object({ emails: z.array(mailSchema) });

type Mail = z.infer<typeof mailSchema>;

/** A mail in a list: without its body. */
export type MailSummary = Omit<Mail, "body" | "attachments"> & { readonly attachments: number };

export interface MailPage {
  readonly mails: readonly MailSummary[];
  /** Of all mails that match. */
  readonly total: number;
  /** Hand it in as `from` to get the next page. */
  readonly next?: number;
}

const summaryOf = ({ body: _, attachments, ...mail }: Mail): MailSummary => ({
  ...mail,
  attachments: attachments.length,
});

const holds = ({ subject, destination }: Mail, words: string): boolean =>
  [subject, ...destination.to].some((text) => text.toLowerCase().includes(words.toLowerCase()));

/** What the region's SES has taken, newest first. */
export class Mails {
  readonly #inbox: string;

  /** @param inbox URL of the inbox, whose `/store` lists all mails. */
  constructor(inbox: string) {
    this.#inbox = inbox;
  }

  /** @param words part of the subject or of an address, in any case; empty: all. */
  async page(words: string, from: number): Promise<MailPage> {
    const found = (await this.#all()).filter((mail) => holds(mail, words)).toReversed();
    const next = from + mostAtOnce;
    return {
      mails: found.slice(from, next).map(summaryOf),
      total: found.length,
      ...(next < found.length ? { next } : {}),
    };
  }

  /** @throws {AwsError} 404. */
  async get(messageId: string): Promise<Mail> {
    const mail = (await this.#all()).find((candidate) => candidate.messageId === messageId);
    if (mail) return mail;
    throw new AwsError("NoSuchMail", `The inbox has no mail ${messageId}.`, 404);
  }

  async #all(): Promise<Mail[]> {
    const answer = await fetch(new URL("/store", this.#inbox), { signal: AbortSignal.timeout(timeoutMs) });
    return storeSchema.parse(await answer.json()).emails;
  }
}

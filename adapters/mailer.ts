import MailComposer from "nodemailer/lib/mail-composer";
import MimeNode from "nodemailer/lib/mime-node";
import type { Envelope } from "../course/mail/envelope.ts";
import type { RenderedMail } from "../course/mail/rendered-mail.ts";
import { isError, messageOf } from "../course/unknown-value.ts";
import { isDailyQuota, isNeverConnected, isRefusal, isThrottle } from "./errors.ts";
import type { PlainMail, SesCalls } from "./ses-calls.ts";

/**
 * The result of one attempt to send. `not-taken`: surely not sent, and worth another try. `refused`: surely not sent, and
 * another try would fail too. `unknown`: the answer was lost, or SES failed while sending.
 */
export type SendOutcome =
  | { readonly status: "sent"; readonly messageId: string }
  | { readonly status: "not-taken" | "refused" | "unknown"; readonly reason: string };

export interface Attachment {
  readonly filename: string;
  readonly contentType: string;
  readonly content: Uint8Array;
}

/** Sends mails, each at most once. */
export interface Mailer {
  send(envelope: Envelope, mail: RenderedMail): Promise<SendOutcome>;
  /** As MIME; for mails with attachments, or from which one can unsubscribe. SES takes at most 10 MB after base64. */
  sendWith(envelope: Envelope, mail: RenderedMail, attachments: readonly Attachment[]): Promise<SendOutcome>;
}

const outcomeOfError = (error: unknown): SendOutcome => {
  const name = isError(error) ? error.name : "Error";
  const reason = `${name}: ${messageOf(error)}`;
  if (isDailyQuota(error)) return { status: "refused", reason };
  if (isThrottle(error) || isNeverConnected(error)) return { status: "not-taken", reason };
  return { status: isRefusal(error) ? "refused" : "unknown", reason };
};

const attempt = async (sending: Promise<string>): Promise<SendOutcome> => {
  try {
    return { status: "sent", messageId: await sending };
  } catch (error) {
    return outcomeOfError(error);
  }
};

/** @see https://www.rfc-editor.org/rfc/rfc8058#section-3.1 */
const unsubscribeHeaders = (url: string) => ({
  // Prepared: a folded address would be two.
  "List-Unsubscribe": { prepared: true, value: `<${url}>` },
  "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
});

/** Amazon SES. */
export class SesMailer implements Mailer {
  readonly #calls: SesCalls;

  constructor(calls: SesCalls) {
    this.#calls = calls;
  }

  /** Names with other letters than those of ASCII are encoded: SES takes no others in an address. */
  send({ from, to, replyTo }: Envelope, { subject, text, html }: RenderedMail): Promise<SendOutcome> {
    const mail: PlainMail = {
      from: MimeNode.encodeHeaderValue("From", from),
      to: to.address,
      subject,
      text,
      html,
      ...(replyTo !== undefined && { replyTo }),
    };
    return attempt(this.#calls.sendEmail(mail));
  }

  async sendWith(
    { from, to, replyTo }: Envelope,
    { unsubscribeUrl, ...mail }: RenderedMail,
    attachments: readonly Attachment[],
  ): Promise<SendOutcome> {
    const composer = new MailComposer({
      from,
      to,
      replyTo,
      ...mail,
      ...(unsubscribeUrl !== undefined && { headers: unsubscribeHeaders(unsubscribeUrl) }),
      attachments: attachments.map((attachment) => ({
        ...attachment,
        content: Buffer.from(attachment.content),
      })),
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    return attempt(this.#calls.sendRawEmail(await composer.compile().build()));
  }
}

import { type SESClient, SendEmailCommand, SendRawEmailCommand } from "@aws-sdk/client-ses";
import MailComposer from "nodemailer/lib/mail-composer";
import MimeNode from "nodemailer/lib/mime-node";
import type { Envelope } from "../../course/mail/envelope.ts";
import type { RenderedMail } from "../../course/mail/rendered-mail.ts";
import { isError, messageOf } from "../../course/unknown-value.ts";
import { isDailyQuota, isNeverConnected, isRefusal, isThrottle } from "../errors.ts";
import { once } from "../storage/once.ts";
import { sesClient } from "./ses-client.ts";

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

const attempt = async (sending: Promise<{ MessageId: string | undefined }>): Promise<SendOutcome> => {
  try {
    return { status: "sent", messageId: (await sending).MessageId ?? "" };
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

const utf8 = (Data: string) => ({ Data, Charset: "UTF-8" });

/** Amazon SES. The client must not retry by itself. */
export class SesMailer implements Mailer {
  readonly #client: SESClient;

  constructor(client: SESClient) {
    this.#client = client;
  }

  /** Names with other letters than those of ASCII are encoded: SES takes no others in an address. */
  send({ from, to, replyTo }: Envelope, { subject, text, html }: RenderedMail): Promise<SendOutcome> {
    const command = new SendEmailCommand({
      Source: MimeNode.encodeHeaderValue("From", from),
      Destination: { ToAddresses: [to.address] },
      Message: { Subject: utf8(subject), Body: { Text: utf8(text), Html: utf8(html) } },
      ...(replyTo !== undefined && { ReplyToAddresses: [replyTo] }),
    });
    return attempt(this.#client.send(command));
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
    const Data = await composer.compile().build();
    return attempt(this.#client.send(new SendRawEmailCommand({ RawMessage: { Data } })));
  }
}

export const mailer = once((): Mailer => new SesMailer(sesClient()));

import { type SESClient, SendEmailCommand, SendRawEmailCommand } from "@aws-sdk/client-ses";
import type { PlainMail, SesCalls } from "../ses-calls.ts";

const utf8 = (Data: string) => ({ Data, Charset: "UTF-8" });

/** SES, called by a person, through the SDK's client, which must not retry by itself. */
export class SdkSes implements SesCalls {
  readonly #client: SESClient;

  constructor(client: SESClient) {
    this.#client = client;
  }

  async sendEmail({ from, to, replyTo, subject, text, html }: PlainMail): Promise<string> {
    const command = new SendEmailCommand({
      Source: from,
      Destination: { ToAddresses: [to] },
      Message: { Subject: utf8(subject), Body: { Text: utf8(text), Html: utf8(html) } },
      ...(replyTo !== undefined && { ReplyToAddresses: [replyTo] }),
    });
    return (await this.#client.send(command)).MessageId ?? "";
  }

  async sendRawEmail(mime: Uint8Array): Promise<string> {
    const { MessageId } = await this.#client.send(new SendRawEmailCommand({ RawMessage: { Data: mime } }));
    return MessageId ?? "";
  }
}

import type { PlainMail, SesCalls } from "../ses-calls.ts";
import type { Caller } from "./caller.ts";
import { SignedCalls } from "./signed-calls.ts";
import { textOf } from "./xml.ts";

const timeoutMs = 15_000;

const errorOf = (xml: string) => ({ code: textOf(xml, "Code"), message: textOf(xml, "Message") });

/** SES, called by a function. @see https://docs.aws.amazon.com/ses/latest/APIReference/Welcome.html */
export class SignedSes implements SesCalls {
  readonly #calls: SignedCalls;

  constructor(caller: Caller) {
    this.#calls = new SignedCalls(
      { signedAs: "ses", host: "email", attempts: 1, timeoutMs, errorOf },
      caller,
    );
  }

  sendEmail({ from, to, replyTo, subject, text, html }: PlainMail): Promise<string> {
    const charset = "UTF-8";
    return this.#send("SendEmail", {
      Source: from,
      "Destination.ToAddresses.member.1": to,
      ...(replyTo !== undefined && { "ReplyToAddresses.member.1": replyTo }),
      "Message.Subject.Data": subject,
      "Message.Subject.Charset": charset,
      "Message.Body.Text.Data": text,
      "Message.Body.Text.Charset": charset,
      "Message.Body.Html.Data": html,
      "Message.Body.Html.Charset": charset,
    });
  }

  sendRawEmail(mime: Uint8Array): Promise<string> {
    return this.#send("SendRawEmail", { "RawMessage.Data": Buffer.from(mime).toString("base64") });
  }

  destroy(): void {
    this.#calls.destroy();
  }

  async #send(action: string, parameters: Readonly<Record<string, string>>): Promise<string> {
    const form = new URLSearchParams({ Action: action, Version: "2010-12-01", ...parameters });
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const xml = await this.#calls.sendForText({ method: "POST", path: "/", headers, body: form.toString() });
    return textOf(xml, "MessageId") ?? "";
  }
}

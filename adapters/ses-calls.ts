/** A mail of two forms to one address. */
export interface PlainMail {
  /** As it stands in the mail's header. */
  readonly from: string;
  readonly to: string;
  readonly replyTo?: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/**
 * The calls of SES that mails need, each made once only: SendEmail has no idempotency token, so a retry after a lost answer would send
 * a second mail. Both give the id of the message. Refusals are errors with SES's code as their name, and the status in
 * `$metadata.httpStatusCode`, as the SDK's are.
 */
export interface SesCalls {
  sendEmail(mail: PlainMail): Promise<string>;
  /** @param mime with its addresses. */
  sendRawEmail(mime: Uint8Array): Promise<string>;
}

/** A mail ready to be sent: a plain text and an HTML form of the same news. */
export interface RenderedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** One part of a mail in both forms. */
export interface MailPart {
  readonly text: string;
  readonly html: string;
}

/** A mail ready to be sent: the same content as plain text and as HTML. */
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

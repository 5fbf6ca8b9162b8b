/** A mail ready to be sent: the same content as plain text and as HTML. */
export interface RenderedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Where a mail program asks that such mails end (RFC 8058); left out: nowhere, it is no mail of a kind that ends. */
  readonly unsubscribeUrl?: string;
}

/** One part of a mail in both forms. */
export interface MailPart {
  readonly text: string;
  readonly html: string;
}

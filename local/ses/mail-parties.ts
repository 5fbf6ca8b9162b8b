/** From whom, to whom, and where answers go. Addresses as the call has them, names included. */
export interface MailParties {
  readonly from: string | undefined;
  readonly replyTo: readonly string[];
  readonly recipients: readonly string[];
}

const address = String.raw`[^\s<>@,;:"]+@[^\s<>@,;:"]+\.[^\s<>@,;:"]+`;

/** `a@b.c`, `Name <a@b.c>` or `"A name" <a@b.c>`. */
const addressPattern = new RegExp(String.raw`^(?:(?:"(?:\\.|[^"\\])*"|[^<>"])*<${address}>|${address})$`);

/** Source: SES's quotas. */
const mostRecipients = 50;

/** What SES would refuse of them, in words; undefined: nothing. */
export const partiesProblem = ({ from, replyTo, recipients }: MailParties): string | undefined => {
  if (from === undefined || from === "") return "The mail has no sender.";
  if (recipients.length === 0) return "The mail has no recipient.";
  if (recipients.length > mostRecipients) {
    return `The mail has ${recipients.length} recipients; SES takes at most ${mostRecipients}.`;
  }
  const bad = [from, ...recipients, ...replyTo].find((one) => !addressPattern.test(one));
  return bad === undefined ? undefined : `"${bad}" is no e-mail address.`;
};

/** The header's lines end at the first empty one; a line that begins with a space goes on the one before. */
const headerLinesOf = (mail: Buffer): string[] => {
  const [header = ""] = mail.toString("latin1").split(/\r?\n\r?\n/, 1);
  return header.replace(/\r?\n[ \t]+/g, " ").split(/\r?\n/);
};

/** Between commas that stand neither in quotes nor in angle brackets. */
const addressOfList = /(?:"(?:\\.|[^"\\])*"|<[^>]*>|[^,])+/g;

/** The parties that a raw mail's header names. */
export const partiesOfRawMail = (mail: Buffer): MailParties => {
  const lines = headerLinesOf(mail);
  const listOf = (name: string): string[] =>
    lines
      .filter((line) => line.toLowerCase().startsWith(`${name}:`))
      .flatMap((line) => line.slice(name.length + 1).match(addressOfList) ?? [])
      .map((one) => one.trim())
      .filter((one) => one !== "");
  return {
    from: listOf("from")[0],
    replyTo: listOf("reply-to"),
    recipients: [...listOf("to"), ...listOf("cc"), ...listOf("bcc")],
  };
};

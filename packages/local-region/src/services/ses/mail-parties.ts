import { AwsError } from "../../ports.ts";
import { isMailbox, mailboxesIn } from "./address-list.ts";

/** Sender, recipients and reply addresses, as the call has them, with names. */
export interface MailParties {
  readonly from: string | undefined;
  readonly replyTo: readonly string[];
  readonly destination: { readonly to: string[]; readonly cc: string[]; readonly bcc: string[] };
}

/** Source: docs.aws.amazon.com/ses/latest/dg/quotas.html. */
const mostRecipients = 50;

const inWords = (text: string): string => (text.length > 200 ? `${text.slice(0, 200)}…` : text);

export const recipientsOf = ({
  destination: { to, cc, bcc },
}: Pick<MailParties, "destination">): string[] => [...to, ...cc, ...bcc];

/** Why SES would refuse them; undefined: it would not. */
const problemOf = ({ from, replyTo, destination }: MailParties): string | undefined => {
  if (from === undefined || from === "") return "The mail has no sender.";
  const recipients = recipientsOf({ destination });
  if (recipients.length === 0) return "The mail has no recipient.";
  if (recipients.length > mostRecipients) {
    return `The mail has ${recipients.length} recipients; SES takes at most ${mostRecipients}.`;
  }
  const bad = [from, ...recipients, ...replyTo].find((one) => !isMailbox(one));
  return bad === undefined ? undefined : `"${inWords(bad)}" is no e-mail address.`;
};

/** @throws {AwsError} with `code`, when SES would refuse them. */
export const checkParties = (parties: MailParties, code: string): void => {
  const problem = problemOf(parties);
  if (problem !== undefined) throw new AwsError(code, problem);
};

/** The parties that a raw mail's header names. @param field all lines of a header field, unfolded. */
export const partiesIn = (field: (name: string) => readonly string[]): MailParties => {
  const listOf = (name: string): string[] => field(name).flatMap(mailboxesIn);
  return {
    from: listOf("from")[0],
    replyTo: listOf("reply-to"),
    destination: { to: listOf("to"), cc: listOf("cc"), bcc: listOf("bcc") },
  };
};

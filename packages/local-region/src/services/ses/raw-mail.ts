import { decodeWords } from "postal-mime";
import { AwsError } from "../../ports.ts";
import type { NewMail } from "./mail.ts";
import { type MailParties, partiesIn } from "./mail-parties.ts";
import type { MimeContent } from "./mime-reader.ts";

/** SES has a limit but does not document it. Fifty recipients with long names take a quarter of this one. */
const mostHeaderBytes = 64 * 1024;

const emptyLine = /\r?\n\r?\n/;

/** A mail that its sender composed, with the data from its header. */
export interface RawMail {
  readonly source: Buffer;
  readonly parties: MailParties;
  readonly subject: string | undefined;
}

/** The fields' lines; a line that begins with a space continues the one before. */
const headerLinesOf = (source: Buffer, code: string): string[] => {
  // The text may end within the empty line after the header, never within the header.
  const beginning = source.toString("latin1", 0, mostHeaderBytes + 4);
  const [header = ""] = beginning.split(emptyLine, 1);
  if (header.length > mostHeaderBytes) throw new AwsError(code, "Header section too long.");
  return header.replace(/\r?\n[ \t]+/g, " ").split(/\r?\n/);
};

/** @throws {AwsError} with `code`, in SES's words, when the header is too long. */
export const readRawMail = (source: Buffer, code: string): RawMail => {
  const lines = headerLinesOf(source, code);
  const field = (name: string): string[] =>
    lines
      .filter((line) => line.slice(0, name.length + 1).toLowerCase() === `${name}:`)
      .map((line) =>
        Buffer.from(line.slice(name.length + 1), "latin1")
          .toString()
          .trim(),
      );
  return { source, parties: partiesIn(field), subject: field("subject")[0] };
};

/** A mail that can't be read as MIME is kept as its source. */
const asItsSource = ({ source }: RawMail): MimeContent => ({
  body: { text: source.toString() },
  attachments: [],
});

/** @param content undefined: it can't be read. */
export const mailOf = (raw: RawMail, content: MimeContent | undefined): NewMail => {
  const { from = "", replyTo, destination } = raw.parties;
  const decoded = (list: readonly string[]): string[] => list.map(decodeWords);
  return {
    from: decodeWords(from),
    replyTo: decoded(replyTo),
    destination: {
      to: decoded(destination.to),
      cc: decoded(destination.cc),
      bcc: decoded(destination.bcc),
    },
    subject: raw.subject === undefined ? "(no subject)" : decodeWords(raw.subject),
    ...(content ?? asItsSource(raw)),
  };
};

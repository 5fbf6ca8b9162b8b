import type { MailPart } from "../rendered-mail.ts";

/**
 * Gmail shows the first 102 kB of a mail, and a link to the rest.
 *
 * @see https://developers.google.com/workspace/gmail/design/css
 */
export const mostHtmlBytes = 100_000;

/** What the frame, the lead and the footer may have. */
const frameBytes = 20_000;

export const utf8Bytes = (text: string): number => new TextEncoder().encode(text).length;

/** The first parts, as many as a mail has room for, and how many are left. */
export const asFarAsTheyFit = (
  parts: readonly MailPart[],
): { readonly shown: readonly MailPart[]; readonly left: number } => {
  let bytes = frameBytes;
  const end = parts.findIndex(({ html }) => {
    bytes += utf8Bytes(html);
    return bytes > mostHtmlBytes;
  });
  return end === -1 ? { shown: parts, left: 0 } : { shown: parts.slice(0, end), left: parts.length - end };
};

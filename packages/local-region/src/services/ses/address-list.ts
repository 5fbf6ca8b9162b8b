/** 64 before the @ and 255 after it. Source: RFC 5321, 4.5.3.1. */
const longestAddress = 320;

/** Longest address with its name. A longer one is not an address for people, and would take long to check. */
const longestMailbox = 2_000;

const address = String.raw`[^\s<>@,;:"]+@[^\s<>@,;:"]+\.[^\s<>@,;:"]+`;
const barePattern = new RegExp(`^${address}$`);
const namedPattern = /^(?:"(?:\\.|[^"\\])*"|[^<>"])*<([^<>]*)>$/;

const isBare = (text: string): boolean => text.length <= longestAddress && barePattern.test(text);

/** `a@b.c`, `Name <a@b.c>` or `"A name" <a@b.c>`. */
export const isMailbox = (text: string): boolean => {
  if (text.length > longestMailbox) return false;
  return isBare(text) || isBare(namedPattern.exec(text)?.[1] ?? "");
};

/** `a@b.c` of `Name <a@b.c>`; a text without angle brackets stays as it is. */
export const bareAddress = (mailbox: string): string => {
  const start = mailbox.lastIndexOf("<");
  const end = mailbox.indexOf(">", start);
  return (start < 0 || end < 0 ? mailbox : mailbox.slice(start + 1, end)).trim();
};

/**
 * The mailboxes of a header field's list, not yet checked. Commas and semicolons separate them, and a colon ends the name
 * of a group, except in quotes or angle brackets. Takes time in proportion to the list's length.
 */
export const mailboxesIn = (list: string): string[] => {
  const found: string[] = [];
  let [start, closing] = [0, ""];
  const take = (end: number): void => {
    const mailbox = list.slice(start, end).trim();
    if (mailbox !== "") found.push(mailbox);
    start = end + 1;
  };
  for (let i = 0; i < list.length; i += 1) {
    const character = list.charAt(i);
    if (closing !== "") {
      if (character === "\\" && closing === '"') i += 1;
      else if (character === closing) closing = "";
    } else if (character === '"') closing = '"';
    else if (character === "<") closing = ">";
    else if (character === ":") start = i + 1;
    else if (character === "," || character === ";") take(i);
  }
  take(list.length);
  return found;
};

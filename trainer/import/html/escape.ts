/** Parts of a text that stay as they are, or are maths: code between backquotes, `\(…\)`, `\[…\]`, `$$…$$`. */
const special = /(`[^`\n]+`|\\\([^\n]{1,500}?\\\)|\\\[[\s\S]{1,500}?\\\]|\$\$[^$]+\$\$)/;

/**
 * A text without markup as Markdown that shows it so. Escapes only what would be read otherwise, in the dialect of the
 * course's texts: HTML is text, and a line ends where it ends.
 */
export const escapeMarkdown = (text: string): string =>
  text
    .split(special)
    .map((part, index) => (index % 2 === 1 ? kept(part) : escapeWords(part)))
    .join("");

const kept = (part: string): string => {
  if (part.startsWith("\\(")) return `$${part.slice(2, -2).trim()}$`;
  return part.startsWith("\\[") ? `$$${part.slice(2, -2).trim()}$$` : part;
};

const escapeWords = (text: string): string =>
  text
    .replaceAll(/\\(?=[!-/:-@[-`{-~])/g, "\\\\")
    .replaceAll(/\*+|_+/g, (run, offset: number, whole: string) =>
      isMarkup(whole, run, offset) ? run.replaceAll(/./g, "\\$&") : run,
    )
    .replaceAll(/\[(?=[^[\]\n]*\](?:\(|\[[^[]|:))/g, "\\[")
    .replaceAll(/&(?=#?\w+;)/g, "\\&");

/** Whether a run of `*` or `_` may begin or end something: those between blanks or alone don't, nor `snake_case`. */
const isMarkup = (text: string, run: string, offset: number): boolean => {
  const sign = run.charAt(0);
  const before = text.charAt(offset - 1);
  const after = text.charAt(offset + run.length);
  if (text.indexOf(sign) === offset && text.lastIndexOf(sign) === offset + run.length - 1) return false;
  if (isBlank(before) && isBlank(after)) return false;
  return !(sign === "_" && isWord(before) && isWord(after));
};

const isBlank = (character: string): boolean => character === "" || /\s/.test(character);
const isWord = (character: string): boolean => /[\p{L}\p{N}]/u.test(character);

const beginning = /^(?=#{1,6}(?:\s|$)|>|~~~|```|[-+](?:\s|$)|(?:-+|\*{3,}|_{3,})\s*$)/;
const numbered = /^(\d{1,9})(?=[.)](?:\s|$))/;
/** Below a line, a line of equals signs makes a heading of it. */
const beginningBelow = /^(?==+\s*$)/;

/** A paragraph whose lines begin nothing: no heading, list, quotation, rule or code. */
export const escapeLines = (paragraph: string): string =>
  paragraph
    .split("\n")
    .map((line, index) => {
      const escaped = line.trim().replace(beginning, "\\").replace(numbered, "$1\\");
      return index === 0 ? escaped : escaped.replace(beginningBelow, "\\");
    })
    .join("\n");

/** A text of several lines without markup as Markdown. Empty lines part paragraphs. */
export const plainToMarkdown = (text: string): string =>
  escapeLines(escapeMarkdown(text.replaceAll(/\r\n?/g, "\n").trim())).replaceAll(/\n{3,}/g, "\n\n");

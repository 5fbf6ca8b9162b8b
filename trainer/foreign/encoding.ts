import { quote } from "../../course/problems.ts";
import { type Decoded, decode } from "../course-folder/decode.ts";

const western = "windows-1252";
/** Windows' encoding of central Europe, and the one of Unix: they differ in a few letters. */
const windowsCentral = "windows-1250";
const latin2 = "iso-8859-2";

const textIn = (bytes: Buffer, encoding: string): string =>
  new TextDecoder(encoding).decode(bytes).replaceAll(/\r\n?/g, "\n");

/** Whether a file's text can be read in an encoding of this name. */
export const isEncoding = (name: string): boolean => {
  try {
    new TextDecoder(name);
    return true;
  } catch {
    return false;
  }
};

/**
 * The text of a file of another system. It is UTF-8, UTF-16 with its mark, what `encoding` or its XML declaration says, or
 * the Windows encoding of the west, or one of central Europe, where only one of the two makes words of it. Where both do, the
 * fault shows the two readings, and the trainer decides.
 */
export const decodeForeign = (bytes: Buffer, encoding?: string): Decoded => {
  const said = encoding ?? declaredEncoding(bytes);
  if (said !== undefined && isEncoding(said)) {
    const text = textIn(bytes, said);
    if (encoding !== undefined || !text.includes("\ufffd")) return { text };
  }
  const decoded = decode(bytes);
  if ("text" in decoded || bytes.includes(0)) return decoded;
  return windowsText(bytes, decoded.line);
};

const declaredEncoding = (bytes: Buffer): string | undefined => {
  const [, name] =
    /^<\?xml[^>]*\bencoding\s*=\s*["']([\w-]+)["']/.exec(bytes.toString("latin1", 0, 200)) ?? [];
  return name === undefined || /^utf-?(8|16)/i.test(name) ? undefined : name;
};

const windowsText = (bytes: Buffer, line: number): Decoded => {
  const central = centralOf(bytes);
  const readings = [textIn(bytes, western), textIn(bytes, central)] as const;
  const [west, centre] = readings;
  const chosen = chosenReading([...west], [...centre]);
  if (chosen === "west") return { text: west };
  if (chosen === "centre") return { text: centre };
  const [here, there] = readings.map((text) => wordAround(text, firstDifference(west, centre)));
  const advice = `say which it is with --encoding ${western} or --encoding ${central}, or save the file in UTF-8`;
  return {
    fault: `is not UTF-8: it reads ${quote(here ?? "")} in ${western}, ${quote(there ?? "")} in ${central}; ${advice}`,
    line,
  };
};

const lettersOf = (text: string): ReadonlySet<string> =>
  new Set(
    text
      .toLowerCase()
      .match(/[\u0080-\uffff]/g)
      ?.filter(isLetter),
  );

/** Letters beside a to z of languages that both encodings of central Europe are for. */
const alphabets: readonly ReadonlySet<string>[] = [
  ...["ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "čćđšž", "ăâîşţ"],
].map((letters) => new Set(letters));

/** The one of central Europe whose reading has no sign inside a word; where both have none, one that is a language's. */
const centralOf = (bytes: Buffer): string => {
  // Controls in Unix' encoding.
  if (bytes.some((byte) => byte >= 0x80 && byte < 0xa0)) return windowsCentral;
  const [windows, unix] = [textIn(bytes, windowsCentral), textIn(bytes, latin2)];
  const signs = signsInWords([...windows], [...unix]);
  if (signs.first > 0 || signs.second > 0)
    return signs.first > 0 && signs.second === 0 ? latin2 : windowsCentral;
  const isLanguage = (text: string): boolean =>
    alphabets.some((letters) => lettersOf(text).isSubsetOf(letters));
  return !isLanguage(windows) && isLanguage(unix) ? latin2 : windowsCentral;
};

/** How often each of two readings has a sign in a word where the other has a letter. */
const signsInWords = (
  first: readonly string[],
  second: readonly string[],
): { readonly first: number; readonly second: number } => {
  const found = { first: 0, second: 0 };
  for (const [index, character] of first.entries()) {
    const other = second[index] ?? "";
    if (character === other || !(isLetter(first[index - 1]) || isLetter(first[index + 1]))) continue;
    if (!isLetter(character) && isLetter(other)) found.first += 1;
    if (isLetter(character) && !isLetter(other)) found.second += 1;
  }
  return found;
};

/** A sign inside a word, as in `Pawe³`, shows that the other reading is meant. */
const chosenReading = (west: readonly string[], centre: readonly string[]): "west" | "centre" | undefined => {
  const isAnyDifferent = west.some((character, index) => character !== centre[index]);
  const { first, second } = signsInWords(west, centre);
  if (!isAnyDifferent || (second > 0 && first === 0)) return "west";
  return first > 0 && second === 0 ? "centre" : undefined;
};

const isLetter = (character: string | undefined): boolean => /^\p{L}$/u.test(character ?? "");

const firstDifference = (a: string, b: string): number => {
  let index = 0;
  while (index < a.length && a[index] === b[index]) index += 1;
  return index;
};

const wordAround = (text: string, index: number): string => {
  const before = /[^\s,;"]{0,20}$/.exec(text.slice(0, index))?.[0] ?? "";
  return before + (/^[^\s,;"]{0,20}/.exec(text.slice(index))?.[0] ?? "");
};

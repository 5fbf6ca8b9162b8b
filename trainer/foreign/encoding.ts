import { quote } from "../../course/problems.ts";
import { type Decoded, decode } from "../course-folder/decode.ts";

const western = "windows-1252";
const central = "windows-1250";

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
 * the Windows encoding of the west or of central Europe, where only one of the two makes words of it. Where both do, the
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

/** A sign inside a word, as in `Pawe³`, shows that the other reading is meant. */
const chosenReading = (west: readonly string[], centre: readonly string[]): "west" | "centre" | undefined => {
  let isAnyDifferent = false;
  let [signsWest, signsCentre] = [0, 0];
  for (const [index, character] of west.entries()) {
    const other = centre[index] ?? "";
    if (character === other) continue;
    isAnyDifferent = true;
    const isAtWord = isLetter(west[index - 1]) || isLetter(west[index + 1]);
    if (!isAtWord) continue;
    if (!isLetter(character) && isLetter(other)) signsWest += 1;
    if (isLetter(character) && !isLetter(other)) signsCentre += 1;
  }
  if (!isAnyDifferent || (signsCentre > 0 && signsWest === 0)) return "west";
  return signsWest > 0 && signsCentre === 0 ? "centre" : undefined;
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

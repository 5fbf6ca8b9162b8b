const utf8 = new TextDecoder("utf-8", { fatal: true });

/** A file's text, or why it can't be read as text. */
export type Decoded = { readonly text: string } | { readonly fault: string; readonly line: number };

interface Mark {
  readonly bytes: readonly number[];
  readonly encoding: string;
}

/** What a file in UTF-16 begins with; spreadsheets call such a file "Unicode text". */
const marks: readonly Mark[] = [
  { bytes: [0xff, 0xfe], encoding: "utf-16le" },
  { bytes: [0xfe, 0xff], encoding: "utf-16be" },
];

const utf8Advice = "save the file with the encoding UTF-8";

/**
 * Text in UTF-8, or in UTF-16 with a byte order mark, without the mark and with lines that end in a line feed alone.
 * Every other encoding is refused: it would be guessed, and names would be wrong.
 */
export const decode = (bytes: Buffer): Decoded => {
  const mark = marks.find((candidate) => candidate.bytes.every((byte, index) => bytes[index] === byte));
  if (mark) return decodeMarked(bytes, mark.encoding);
  const text = decodeUtf8(bytes);
  if (text !== undefined && !looksLikeUtf16(bytes)) return { text: lineFeeds(text) };
  if (looksLikeUtf16(bytes))
    return { fault: `is UTF-16 text without a byte order mark: ${utf8Advice}`, line: 1 };
  return { fault: `is not UTF-8 text: ${utf8Advice}`, line: firstBadLine(bytes) };
};

const lineFeeds = (text: string): string => text.replaceAll(/\r\n?/g, "\n");

const decodeMarked = (bytes: Buffer, encoding: string): Decoded => {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    // UTF-32 in the same byte order begins with the same mark; then every other unit of 16 bits is zero.
    if (text.startsWith("\0")) return { fault: `is UTF-32 text: ${utf8Advice}`, line: 1 };
    return { text: lineFeeds(text) };
  } catch {
    return { fault: `is not well-formed UTF-16 text: ${utf8Advice}`, line: 1 };
  }
};

const decodeUtf8 = (bytes: Uint8Array): string | undefined => {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
};

/** Latin letters in UTF-16 are every other byte a zero; no text in UTF-8 has any. */
const looksLikeUtf16 = (bytes: Buffer): boolean => {
  const start = bytes.subarray(0, 200);
  const zeros = start.filter((byte) => byte === 0).length;
  return zeros > start.length / 4;
};

/** Lines end at byte 10 in every encoding that a trainer's editor is likely to have used. */
const firstBadLine = (bytes: Buffer): number => {
  let line = 1;
  for (let start = 0; start < bytes.length; line += 1) {
    const newline = bytes.indexOf(10, start);
    const end = newline === -1 ? bytes.length : newline + 1;
    if (decodeUtf8(bytes.subarray(start, end)) === undefined) return line;
    start = end;
  }
  return 1;
};

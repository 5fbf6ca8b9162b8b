/** Names of invisible characters. Source: Unicode 16, names and aliases. */
const names: Readonly<Record<number, string>> = {
  0: "null",
  7: "bell",
  8: "backspace",
  9: "tab",
  10: "line feed",
  11: "vertical tab",
  12: "form feed",
  13: "carriage return",
  27: "escape",
  127: "delete",
  133: "next line",
  160: "no-break space",
  173: "soft hyphen",
  847: "combining grapheme joiner",
  1564: "Arabic letter mark",
  4447: "Hangul choseong filler",
  4448: "Hangul jungseong filler",
  5760: "Ogham space mark",
  6158: "Mongolian vowel separator",
  8194: "en space",
  8195: "em space",
  8199: "figure space",
  8201: "thin space",
  8202: "hair space",
  8203: "zero width space",
  8204: "zero width non-joiner",
  8205: "zero width joiner",
  8206: "left-to-right mark",
  8207: "right-to-left mark",
  8232: "line separator",
  8233: "paragraph separator",
  8234: "left-to-right embedding",
  8235: "right-to-left embedding",
  8236: "pop directional formatting",
  8237: "left-to-right override",
  8238: "right-to-left override",
  8239: "narrow no-break space",
  8287: "medium mathematical space",
  8288: "word joiner",
  8289: "function application",
  8290: "invisible times",
  8291: "invisible separator",
  8292: "invisible plus",
  8294: "left-to-right isolate",
  8295: "right-to-left isolate",
  8296: "first strong isolate",
  8297: "pop directional isolate",
  10240: "Braille blank",
  12288: "ideographic space",
  12644: "Hangul filler",
  65039: "variation selector 16",
  65279: "byte order mark",
  65440: "halfwidth Hangul filler",
};

/** Blanks other than the space, fillers, marks, and all other invisible characters. */
const unseen = String.raw`\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u034f\u115f\u1160\u2800\u3164\uffa0\ufe00-\ufe0f`;
const anyUnseen = new RegExp(`[${unseen}\\p{Zs}]`, "gu");

/** Joiners that Persian, Hindi and emoji are written with, and the selector of a coloured emoji, belong to words. */
const neverInWords = new RegExp(`(?![\\t\\n\\r\\u200c\\u200d\\ufe0e\\ufe0f])[${unseen}]`, "gu");

/** Embeddings, overrides and isolates: the following text is shown in another order than it is written. */
const turning = /[\u202a-\u202e\u2066-\u2069]/gu;

/** `U+200B (zero width space)` */
export const characterName = (character: string): string => {
  const code = character.codePointAt(0) ?? 0;
  const name = names[code];
  return `U+${code.toString(16).toUpperCase().padStart(4, "0")}${name === undefined ? "" : ` (${name})`}`;
};

const found = (text: string, pattern: RegExp): string | undefined => {
  const characters = [...new Set(text.match(pattern))].map(characterName);
  return characters.length === 0 ? undefined : characters.join(", ");
};

/** Names of the invisible characters in an id, an address or a column's name; undefined: none. A space is visible. */
export const unseenIn = (text: string): string | undefined => found(text.replaceAll(" ", ""), anyUnseen);

/** Names of the characters that are invisible and that no text needs; undefined: none. */
export const unseenInWords = (text: string): string | undefined => found(text, neverInWords);

/** A text without the characters that are invisible and that no text needs. */
export const withoutUnseen = (text: string): string => text.replace(neverInWords, "");

/** Names of the characters that reverse text; undefined: none. Letters of right-to-left scripts do not count. */
export const turningIn = (text: string): string | undefined => found(text, turning);

/** Names of control characters other than tab and line end; undefined: none. */
export const controlIn = (text: string): string | undefined => found(text, /[^\P{Cc}\t\n\r]/gu);

import { characterName } from "../../course/invisible.ts";

/** Escapes of YAML 1.2.2, section 5.7, that stand for a character that does not show; JSON has some of them. */
const unseen: Readonly<Record<string, string>> = {
  "0": "\0",
  a: "\x07",
  b: "\b",
  t: "\t",
  n: "\n",
  v: "\v",
  f: "\f",
  r: "\r",
  e: "\x1b",
  N: "\u0085",
  _: "\u00a0",
  L: "\u2028",
  P: "\u2029",
};

interface Escape {
  /** Without its backslash: `t`, `x07`, `u2028`. */
  readonly letters: string;
  readonly index: number;
}

const escapePattern = /\\(x[\da-f]{2}|u[\da-f]{4}|U[\da-f]{8}|[\s\S])/gi;

const escapes = (quoted: string): readonly Escape[] =>
  [...quoted.matchAll(escapePattern)].map((match) => ({ letters: match[1] ?? "", index: match.index }));

const control = /\p{Cc}/u;

/** The character, where it does not show. */
const unseenBy = (letters: string): string | undefined => {
  if (letters.length === 1) return unseen[letters];
  const character = String.fromCodePoint(Math.min(Number.parseInt(letters.slice(1), 16), 0x10ffff));
  return control.test(character) ? character : undefined;
};

const named = (found: readonly Escape[]): string | undefined => {
  const names = [...new Set(found.map(({ letters }) => letters))].flatMap((letters) => {
    const character = unseenBy(letters);
    return character === undefined ? [] : [`${characterName(character)} for \\${letters}`];
  });
  return names.length === 0 ? undefined : names.join(", ");
};

/** The escapes of a text in double quotes that became something unseen: `U+0009 (tab) for \t`; undefined: none. */
export const escapesIn = (quoted: string): string | undefined => named(escapes(quoted));

/**
 * Those escapes that were probably not meant: a letter follows, and they stand inside `$maths$` or after a drive, as in
 * `"$\theta$"` and `"C:\new"`.
 */
export const suspectEscapesIn = (quoted: string): string | undefined =>
  named(
    escapes(quoted).filter(({ index }) => {
      const before = quoted.slice(0, index);
      const isInMaths = before.split("$").length % 2 === 0 && quoted.indexOf("$", index) !== -1;
      const isInPath = /(?:^|[^A-Za-z])[A-Za-z]:(?:\\\\[\w.-]+)*$/.test(before);
      return (isInMaths || isInPath) && /^[A-Za-z]/.test(quoted.slice(index + 2));
    }),
  );

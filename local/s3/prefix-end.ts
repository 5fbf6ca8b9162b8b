const lastCodePoint = 0x10ffff;

/** Surrogates are no characters of their own: after U+D7FF comes U+E000. */
const nextCodePoint = (code: number) => (code === 0xd7ff ? 0xe000 : code + 1);

/**
 * The first text that sorts after all texts with this prefix, in UTF-8 order; undefined: there is none.
 * UTF-8 sorts by code point, so adding one to the last code point that has a next one gives it.
 */
export const prefixEnd = (prefix: string): string | undefined => {
  const codes = [...prefix].map((c) => c.codePointAt(0) ?? 0);
  while (codes.at(-1) === lastCodePoint) codes.pop();
  const last = codes.pop();
  return last === undefined ? undefined : String.fromCodePoint(...codes, nextCodePoint(last));
};

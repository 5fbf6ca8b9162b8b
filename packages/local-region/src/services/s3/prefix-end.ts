const lastCodePoint = 0x10ffff;

/** Surrogates are no characters of their own: after U+D7FF comes U+E000. */
const nextCodePoint = (code: number) => (code === 0xd7ff ? 0xe000 : code + 1);

/**
 * The first text that sorts after all texts with this prefix, in UTF-8 order; undefined: there is none.
 * UTF-8 sorts by code point, so adding one to the last code point that has a next one gives it.
 */
export const prefixEnd = (prefix: string): string | undefined => {
  const characters = [...prefix];
  while (characters.at(-1)?.codePointAt(0) === lastCodePoint) characters.pop();
  const last = characters.pop()?.codePointAt(0);
  return last === undefined ? undefined : characters.join("") + String.fromCodePoint(nextCodePoint(last));
};

/**
 * First code points of the alphabets of Unicode's block Mathematical Alphanumeric Symbols: capitals, small letters, digits.
 *
 * @see https://www.unicode.org/charts/PDF/U1D400.pdf
 */
const alphabets = {
  bold: [0x1d400, 0x1d41a, 0x1d7ce],
  "bold-italic": [0x1d468, 0x1d482, null],
  script: [0x1d49c, 0x1d4b6, null],
  fraktur: [0x1d504, 0x1d51e, null],
  "double-struck": [0x1d538, 0x1d552, 0x1d7d8],
  "sans-serif": [0x1d5a0, 0x1d5ba, 0x1d7e2],
  monospace: [0x1d670, 0x1d68a, 0x1d7f6],
} as const;

export type Variant = keyof typeof alphabets;

export const isVariant = (name: string): name is Variant => Object.hasOwn(alphabets, name);

/** Letters that Unicode had before the block: their places in it are empty. */
const earlier: Readonly<Partial<Record<Variant, Readonly<Record<string, string>>>>> = {
  script: { B: "ℬ", E: "ℰ", F: "ℱ", H: "ℋ", I: "ℐ", L: "ℒ", M: "ℳ", R: "ℛ", e: "ℯ", g: "ℊ", o: "ℴ" },
  fraktur: { C: "ℭ", H: "ℌ", I: "ℑ", R: "ℜ", Z: "ℨ" },
  "double-struck": { C: "ℂ", H: "ℍ", N: "ℕ", P: "ℙ", Q: "ℚ", R: "ℝ", Z: "ℤ" },
};

const shifted = (character: string, first: number | null, zero: string): string =>
  first === null
    ? character
    : String.fromCodePoint(first + (character.codePointAt(0) ?? 0) - (zero.codePointAt(0) ?? 0));

/** Latin letters and digits in another alphabet; all other characters stay. */
export const inVariant = (text: string, variant: Variant): string => {
  const [capitals, small, digits] = alphabets[variant];
  return text.replace(/&[a-z]+;|[A-Za-z0-9]/g, (character) => {
    if (character.length > 1) return character;
    const known = earlier[variant]?.[character];
    if (known !== undefined) return known;
    if (character >= "a") return shifted(character, small, "a");
    return character >= "A" ? shifted(character, capitals, "A") : shifted(character, digits, "0");
  });
};

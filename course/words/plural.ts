/**
 * A noun in the forms that its language has for whole numbers, such as `{ one: "pytanie", few: "pytania", many: "pytań"
 * }`.
 */
export type Forms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>;

/**
 * Writes a number with its noun in one language: `1 question`, `5 pytań`. The language's rules are loaded with the first number:
 * that takes 6 ms for each language, and most functions never count.
 *
 * @see https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html
 */
export const countedIn = <F extends Forms>(locale: string): ((n: number, forms: F) => string) => {
  let made: { readonly rules: Intl.PluralRules; readonly numbers: Intl.NumberFormat } | undefined;
  return (n, forms) => {
    made ??= { rules: new Intl.PluralRules(locale), numbers: new Intl.NumberFormat(locale) };
    return `${made.numbers.format(n)} ${forms[made.rules.select(n)] ?? ""}`;
  };
};

/** The things that are counted. */
export type Nouns = Readonly<Record<"second" | "minute" | "hour" | "day" | "question", Forms>>;

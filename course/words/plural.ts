/**
 * A noun in the forms that its language has for whole numbers, such as `{ one: "pytanie", few: "pytania", many: "pytań"
 * }`.
 */
export type Forms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>;

/**
 * Writes a number with its noun in one language: `1 question`, `5 pytań`.
 *
 * @see https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html
 */
export const countedIn = <F extends Forms>(locale: string): ((n: number, forms: F) => string) => {
  const rules = new Intl.PluralRules(locale);
  const numbers = new Intl.NumberFormat(locale);
  return (n, forms) => `${numbers.format(n)} ${forms[rules.select(n)] ?? ""}`;
};

/** The things that are counted. */
export type Nouns = Readonly<Record<"second" | "minute" | "hour" | "day" | "question", Forms>>;

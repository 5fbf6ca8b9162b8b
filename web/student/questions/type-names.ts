/** The `type` of each question that the page knows; types.ts has what it knows of them, which comes after the sign-in. */
export const typeNames: readonly (string | undefined)[] = [
  undefined,
  "multiple",
  "number",
  "text",
  "match",
  "order",
  "blanks",
];

/** Whether this page is new enough to show such a question. */
export const isKnownType = (type: unknown): boolean => typeNames.some((name) => name === type);

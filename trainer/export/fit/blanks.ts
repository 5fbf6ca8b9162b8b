import type { Blank } from "../../import/model.ts";
import type { Lose } from "../format.ts";
import { fitTexts, noNumber, plainNumber, type TextRules } from "./typed.ts";

/** Blanks of which each fits; a text: why one does not, so that the question can't be told. */
export const fitBlanks = (
  blanks: ReadonlyMap<string, Blank>,
  rules: TextRules,
  lose: Lose,
): ReadonlyMap<string, Blank> | string => {
  const fitted = new Map<string, Blank>();
  for (const [mark, blank] of blanks) {
    const own = fitBlank(blank, rules, lose);
    if (typeof own === "string") return `has a blank (${mark}) that ${own}`;
    fitted.set(mark, own);
  }
  return fitted;
};

const fitBlank = (blank: Blank, rules: TextRules, lose: Lose): Blank | string => {
  if ("answers" in blank) return blank;
  if ("accept" in blank) return fitTexts(blank, rules, lose);
  const number = plainNumber(blank.number);
  return number ? { number } : noNumber;
};

import { quote } from "../../../course/problems.ts";
import { decimalIn } from "../../../course/questions/number/decimal.ts";
import { decimalText, isZero, productOf } from "../../import/decimals.ts";
import type { RightNumber, RightTexts } from "../../import/model.ts";
import { wildcardOfPattern } from "../../import/wildcards.ts";
import type { Lose } from "../format.ts";

/** A number without exponent and unit, and how far it may be off as a number; undefined: it can't be written so. */
export const plainNumber = ({ value, within }: RightNumber): RightNumber | undefined => {
  const right = decimalText(value);
  const width = within?.endsWith("%")
    ? productOf(value.replace("-", ""), `${within.slice(0, -1)}e-2`)
    : decimalText(within ?? "0");
  if (right === undefined || width === undefined || "problem" in decimalIn(right)) return undefined;
  return isZero(width) ? { value: right } : { value: right, within: width };
};

export const noNumber = "has a number that is too large or too small to be written out";

export interface TextRules {
  /** Whether an answer can ask for its capitals. */
  readonly isExactKnown: boolean;
  /** Whether `*` stands for any text. */
  readonly isStarKnown: boolean;
}

/** The texts that are right, as far as they can be written; a text: why none can. */
export const fitTexts = (right: RightTexts, rules: TextRules, lose: Lose): RightTexts | string => {
  const patterns = patternsIn(right, rules, lose);
  const texts = right.accept.map((text) => text.trim());
  if (right.exact && texts.some((text, index) => text !== right.accept[index]))
    lose("ignores blanks around an answer");
  const odd = rules.isStarKnown ? texts.filter((text) => text.includes("\\*")) : [];
  for (const text of odd) lose(`loses the answer ${quote(text)}, which can't be told from one with a star`);
  const accept = [...new Set(texts.filter((text) => !odd.includes(text)))];
  if (accept.length + patterns.length === 0) return "has no answer that can be written out";
  if (right.exact && !rules.isExactKnown) lose("takes its answers in capitals and small letters alike");
  return {
    accept,
    ...(patterns.length > 0 && { patterns }),
    ...(right.exact && rules.isExactKnown && { exact: true }),
  };
};

const patternsIn = (
  { patterns = [] }: RightTexts,
  { isStarKnown }: TextRules,
  lose: Lose,
): readonly string[] =>
  patterns.filter((pattern) => {
    const isKept = isStarKnown && wildcardOfPattern(pattern) !== undefined;
    if (!isKept) lose(`loses the pattern ${quote(pattern)}`);
    return isKept;
  });

/** Texts that fit, as systems have them in which `*` stands for any text. */
export const starTexts = ({ accept, patterns = [] }: RightTexts): readonly string[] => [
  ...accept.map((text) => text.replaceAll("*", "\\*")),
  ...patterns.flatMap((pattern) => wildcardOfPattern(pattern) ?? []),
];

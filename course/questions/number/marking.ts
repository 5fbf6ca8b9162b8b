import type * as z from "zod";
import { type Fraction, fraction, isAtLeast, minus, one, times, zero } from "../../grading/fraction.ts";
import { isText } from "../answer.ts";
import { markingOf, type RightAnswer } from "../question-type.ts";
import { decimalIn } from "./decimal.ts";
import type { numberKeySchema } from "./schema.ts";
import { numberText } from "./typed.ts";

/** What is right of a number. */
export interface RightNumber {
  readonly value: string;
  readonly within?: string | undefined;
  readonly unit?: string | undefined;
}

const magnitude = (value: Fraction): Fraction => (value.numerator < 0n ? minus(zero, value) : value);

/** How far from the value an answer may be; null: the key is unreadable. */
const widthOf = (within: string, value: Fraction): Fraction | null => {
  const isRelative = within.endsWith("%");
  const width = decimalIn(isRelative ? within.slice(0, -1) : within);
  if ("problem" in width) return null;
  return isRelative ? times(times(width.value, fraction(1n, 100n)), magnitude(value)) : width.value;
};

export const numberShare = ({ value, within = "0", unit }: RightNumber, given: string): Fraction => {
  const [right, answer] = [decimalIn(value, unit), decimalIn(given, unit)];
  if ("problem" in right || "problem" in answer) return zero;
  const width = widthOf(within, right.value);
  return width !== null && isAtLeast(width, magnitude(minus(answer.value, right.value))) ? one : zero;
};

/** `3.14 mm ± 0.01 mm`, `100 Ω ± 5%` */
const toleranceText = ({ value, unit }: RightNumber, within: string): string => {
  const width = within.endsWith("%") ? within : numberText({ unit }, within);
  return `${numberText({ unit }, value)} ± ${width}`;
};

export const rightNumber = (key: RightNumber): RightAnswer => ({
  right: key.value,
  ...(key.within !== undefined && { rightText: toleranceText(key, key.within) }),
});

export const numberMarking = markingOf<z.infer<typeof numberKeySchema>, string>({
  type: "number",
  isAnswer: isText,
  share: numberShare,
  right: rightNumber,
  also: ({ acceptAlso = [], within: _, ...key }) => acceptAlso.map((right) => ({ ...key, ...right })),
});

import type * as z from "zod";
import { type Fraction, one, zero } from "../../grading/fraction.ts";
import { isText } from "../answer.ts";
import { markingOf, type RightAnswer } from "../question-type.ts";
import { matches } from "./pattern.ts";
import type { textKeySchema } from "./schema.ts";
import { exactly, loosely } from "./text.ts";

/** Which texts are right. */
export interface RightTexts {
  readonly accept: readonly string[];
  readonly patterns?: readonly string[] | undefined;
  readonly exact?: true | undefined;
}

/** A pattern sees the blanks as they count. */
const blanksOnce = (typed: string): string => exactly(typed).trim().replace(/\s+/gu, " ");

export const textShare = ({ accept, patterns = [], exact }: RightTexts, given: string): Fraction => {
  const isExact = exact === true;
  const compared = isExact ? exactly : loosely;
  const answer = compared(given);
  const isAccepted = accept.some((text) => compared(text) === answer);
  const seen = isExact ? exactly(given) : blanksOnce(given);
  return isAccepted || patterns.some((pattern) => matches(pattern, seen, isExact)) ? one : zero;
};

/** A pattern is no answer; it is shown only where nothing else is right. */
export const rightTexts = ({ accept, patterns = [] }: RightTexts): RightAnswer => {
  const [first] = accept;
  if (first === undefined) return { rightText: patterns.join("\n") };
  return { right: first, ...(accept.length > 1 && { rightText: accept.join("\n") }) };
};

export const textMarking = markingOf<z.infer<typeof textKeySchema>, string>({
  type: "text",
  isAnswer: isText,
  share: textShare,
  right: rightTexts,
});

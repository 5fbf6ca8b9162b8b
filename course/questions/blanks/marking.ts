import type * as z from "zod";
import { isEqual, one, zero } from "../../grading/fraction.ts";
import { type AnswerParts, isParts, partOf } from "../answer.ts";
import { numberShare, rightNumber } from "../number/marking.ts";
import { shareOfParts } from "../parts.ts";
import { markingOf, type RightAnswer } from "../question-type.ts";
import { rightTexts, textShare } from "../text/marking.ts";
import type { blankKeySchema, blanksKeySchema } from "./schema.ts";

type BlankKey = z.infer<typeof blankKeySchema>;

const isFilled = (key: BlankKey, given: string): boolean => {
  if (key.type === "single") return key.answer === given;
  return isEqual(key.type === "number" ? numberShare(key, given) : textShare(key, given), one);
};

const rightBlank = (key: BlankKey): RightAnswer => {
  if (key.type === "single") return { right: key.answer };
  return key.type === "number" ? rightNumber(key) : rightTexts(key);
};

/** One that is right as a whole; undefined: a blank takes a pattern only. */
const rightParts = (key: z.infer<typeof blanksKeySchema>): AnswerParts | undefined => {
  const parts = Object.entries(key.blanks).map(([id, blank]) => [id, rightBlank(blank).right] as const);
  const known = parts.flatMap(([id, right]) => (typeof right === "string" ? [[id, right] as const] : []));
  return known.length === parts.length ? Object.fromEntries(known) : undefined;
};

/** What is right of each blank, where no answer is known that is right as a whole. */
const rightTextOf = (key: z.infer<typeof blanksKeySchema>): string => {
  const rights = Object.entries(key.blanks).map(([id, blank]) => ({ id, ...rightBlank(blank) }));
  return rights
    .map(({ id, right, rightText = String(right) }) => `(${id}) ${rightText.replaceAll("\n", " / ")}`)
    .join("\n");
};

export const blanksMarking = markingOf<z.infer<typeof blanksKeySchema>, AnswerParts>({
  type: "blanks",
  isAnswer: isParts,
  share: (key, given) => {
    const blanks = Object.entries(key.blanks);
    const filled = blanks.filter(([id, blank]) => {
      const part = partOf(given, id);
      if (part === undefined || part.trim() === "") return false;
      return [blank, ...(key.acceptAlso?.[id] ?? [])].some((right) => isFilled(right, part));
    });
    return blanks.length === 0 ? zero : shareOfParts(filled.length, blanks.length, key.credit);
  },
  right: (key) => {
    const right = rightParts(key);
    return right ? { right } : { rightText: rightTextOf(key) };
  },
  also: ({ acceptAlso = {}, ...key }) =>
    Object.entries(acceptAlso).flatMap(([id, rights]) =>
      rights.map((right) => ({ ...key, blanks: { ...key.blanks, [id]: right } })),
    ),
});

import type * as z from "zod";
import { exactText } from "../../grading/fraction.ts";
import { isText } from "../answer.ts";
import { questionType } from "../question-type.ts";
import { decimalIn } from "./decimal.ts";
import type { numberQuestionSchema } from "./schema.ts";
import { numberText } from "./typed.ts";

interface Asked {
  readonly unit?: string | undefined;
}

/** What is wrong with a number that was typed; null: nothing. */
export const numberProblem = ({ unit }: Asked, typed: string): string | null => {
  const read = decimalIn(typed, unit);
  return "problem" in read ? read.problem : null;
};

/** `3,50` and `3.5` are one answer. */
export const numberGroup = ({ unit }: Asked, typed: string): string => {
  const read = decimalIn(typed, unit);
  return "problem" in read ? typed : exactText(read.value);
};

export const number = questionType<z.infer<typeof numberQuestionSchema>, string>({
  type: "number",
  takes: 'takes a number as text, such as "3.14"',
  isAnswer: isText,
  problem: numberProblem,
  stored: (typed) => typed,
  text: numberText,
  group: numberGroup,
});

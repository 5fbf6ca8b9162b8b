import type * as z from "zod";
import { quote } from "../../problems.ts";
import { type AnswerParts, isParts } from "../answer.ts";
import { idsOf, isOffered } from "../choices.ts";
import { numberProblem } from "../number/number.ts";
import { storedParts, unknownPart } from "../parts.ts";
import { questionType } from "../question-type.ts";
import { textProblem } from "../text/text.ts";
import { blanksHtml } from "./html.ts";
import type { blanksQuestionSchema } from "./schema.ts";
import { blanksText, withGaps } from "./text.ts";

type Question = z.infer<typeof blanksQuestionSchema>;
type Blank = Question["blanks"][number];

const problems: Readonly<Record<Blank["type"], (blank: Blank, given: string) => string | null>> = {
  text: (_, given) => textProblem(given),
  number: numberProblem,
  single: ({ answers = [] }, given) =>
    isOffered(answers, given) ? null : `offers ${idsOf(answers).join(", ")}, not ${quote(given)}`,
};

export const blanks = questionType<Question, AnswerParts>({
  type: "blanks",
  takes: "takes an object with a text for each blank",
  isAnswer: isParts,
  problem: (question, given) => {
    const ids = question.blanks.map(({ blankId }) => blankId);
    const unknown = unknownPart(ids, given, "blank");
    if (unknown !== null) return unknown;
    const filled = storedParts(given);
    for (const blank of question.blanks) {
      const part = filled[blank.blankId];
      const problem = part === undefined ? null : problems[blank.type](blank, part);
      if (problem !== null) return `in blank ${blank.blankId} ${problem}`;
    }
    return null;
  },
  stored: storedParts,
  text: blanksText,
  html: blanksHtml,
  asRead: withGaps,
  group: (_, given) => JSON.stringify(storedParts(given)),
  shuffled: (question, inOwnOrder) => ({
    ...question,
    blanks: question.blanks.map(({ answers, ...blank }) => ({
      ...blank,
      ...(answers && { answers: inOwnOrder(answers, blank.blankId) }),
    })),
  }),
});

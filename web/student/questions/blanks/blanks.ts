import { type AnswerParts, isParts, partOf } from "../../../../course/questions/answer.ts";
import { blanksHtml } from "../../../../course/questions/blanks/html.ts";
import { blanksText, withGaps } from "../../../../course/questions/blanks/text.ts";
import { isNumber } from "../../../../course/questions/number/typed.ts";
import { question as words } from "../../words.ts";
import { byContent, type QuestionOf, questionView } from "../question-view.ts";
import { typedTextProblem } from "../text/text.ts";

export type Blanks = QuestionOf<"blanks">;
export type Blank = Blanks["blanks"][number];

/** What to do about what was put into a blank; null: nothing. */
export const blankProblem = (blank: Blank, typed: string): string | null => {
  if (blank.type === "number") return isNumber(blank, typed) ? null : words.number.problem;
  return typedTextProblem(typed);
};

export const blanks = questionView<Blanks, AnswerParts>({
  type: "blanks",
  isAnswer: isParts,
  text: blanksText,
  html: blanksHtml,
  asRead: withGaps,
  answersInText: true,
  problem: (question, given) => {
    for (const blank of question.blanks) {
      const typed = partOf(given, blank.blankId);
      const problem = typed === undefined ? null : blankProblem(blank, typed);
      if (problem !== null) return problem;
    }
    return null;
  },
  ...byContent<Blanks, AnswerParts>(blanksText),
});

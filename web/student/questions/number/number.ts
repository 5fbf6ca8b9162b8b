import { isText } from "../../../../course/questions/answer.ts";
import { isNumber, numberText } from "../../../../course/questions/number/typed.ts";
import { question as words } from "../../words.ts";
import { byContent, type QuestionOf, questionView } from "../question-view.ts";

export type NumberQuestion = QuestionOf<"number">;

export const number = questionView<NumberQuestion, string>({
  type: "number",
  isAnswer: isText,
  text: numberText,
  problem: (asked, typed) => (isNumber(asked, typed) ? null : words.number.problem),
  ...byContent<NumberQuestion, string>(numberText),
});

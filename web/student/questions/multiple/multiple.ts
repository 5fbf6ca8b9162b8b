import { isList } from "../../../../course/questions/answer.ts";
import { multipleText } from "../../../../course/questions/multiple/text.ts";
import { byContent, type QuestionOf, questionView } from "../question-view.ts";

export type Multiple = QuestionOf<"multiple">;

export const multiple = questionView<Multiple, readonly string[]>({
  type: "multiple",
  isAnswer: isList,
  text: multipleText,
  problem: () => null,
  ...byContent<Multiple, readonly string[]>(multipleText),
});

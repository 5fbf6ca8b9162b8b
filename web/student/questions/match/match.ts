import { type AnswerParts, isParts } from "../../../../course/questions/answer.ts";
import { matchText } from "../../../../course/questions/match/text.ts";
import { byContent, type QuestionOf, questionView } from "../question-view.ts";

export type Match = QuestionOf<"match">;

export const match = questionView<Match, AnswerParts>({
  type: "match",
  isAnswer: isParts,
  text: matchText,
  problem: () => null,
  ...byContent<Match, AnswerParts>(matchText),
});

import { isText } from "../../../../course/questions/answer.ts";
import { longestText } from "../../../../course/questions/text/longest-text.ts";
import { question as words } from "../../words.ts";
import { byContent, type QuestionOf, questionView } from "../question-view.ts";

export type TextQuestion = QuestionOf<"text">;

const trimmed = (_: unknown, typed: string): string => typed.trim();

/** What to do about a text that was typed; null: nothing. */
export const typedTextProblem = (typed: string): string | null =>
  [...typed].length > longestText ? words.text.tooLong(longestText) : null;

export const text = questionView<TextQuestion, string>({
  type: "text",
  isAnswer: isText,
  text: trimmed,
  problem: (_, typed) => typedTextProblem(typed),
  ...byContent<TextQuestion, string>(trimmed),
});

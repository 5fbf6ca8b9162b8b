import { escapeHtml } from "../mail/html.ts";
import { type Answer, isList, isText } from "../questions/answer.ts";
import { isOffered } from "../questions/choices.ts";
import type { BaseQuestion } from "../questions/shapes.ts";
import { typeOf } from "../questions/types.ts";

/** A line end inside a choice, until the lines of the answer are told apart. */
const innerLineEnd = "&#10;";

/**
 * An answer as HTML, where a choice of its question has some; undefined: none has. What a student typed is escaped; of the
 * choices, those without HTML too.
 */
export const answerHtml = (question: BaseQuestion, answer: Answer): string | undefined => {
  const bodies = question.html?.answers;
  if (bodies === undefined) return undefined;
  const answers = question.answers.map(({ answerId, answerBody }) => ({
    answerId,
    answerBody: (bodies[answerId] ?? escapeHtml(answerBody)).replaceAll("\n", innerLineEnd),
  }));
  const items = question.items?.map(({ itemId, itemBody }) => ({ itemId, itemBody: escapeHtml(itemBody) }));
  const escaped = (part: string): string => (isOffered(answers, part) ? part : escapeHtml(part));
  const lines = typeOf(question)
    .text({ ...question, answers, ...(items && { items }) }, eachPart(answer, escaped))
    .split("\n");
  const html =
    lines.length === 1 ? lines.join("") : `<ul>${lines.map((line) => `<li>${line}</li>`).join("")}</ul>`;
  return html.replaceAll(innerLineEnd, "\n");
};

const eachPart = (answer: Answer, change: (part: string) => string): Answer => {
  if (isText(answer)) return change(answer);
  if (isList(answer)) return answer.map(change);
  return Object.fromEntries(Object.entries(answer).map(([id, part]) => [id, change(part)]));
};

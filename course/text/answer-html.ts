import { escapeHtml } from "../mail/html.ts";
import { type Answer, isList, isText } from "../questions/answer.ts";
import { isOffered } from "../questions/choices.ts";
import type { BaseQuestion } from "../questions/shapes.ts";
import type { RenderedTexts } from "./rendered.ts";

/** As many lines as before. */
export type LinesShown = (lines: readonly string[]) => readonly string[];

/** A line end inside a choice, until the lines of the answer are told apart. */
const innerLineEnd = "&#10;";

/**
 * An answer as HTML, where a choice or an item of its question has some; undefined: none has. What a student typed is escaped,
 * and so is every text of the question that has no HTML.
 *
 * @param text the answer for people by the question's type, each part on a line.
 * @param shown what becomes of its lines, such as a sign at the end of each.
 */
export const answerHtml = <Q extends BaseQuestion>(
  question: Q,
  answer: Answer,
  text: (question: Q, answer: Answer) => string,
  shown: LinesShown = (lines) => lines,
): string | undefined => {
  const { answers, html: rendered } = question;
  if (rendered?.answers === undefined && rendered?.items === undefined) return undefined;
  const escaped = (part: string): string => (isOffered(answers, part) ? part : escapeHtml(part));
  const lines = shown(text(inHtml(question, rendered), eachPart(answer, escaped)).split("\n"));
  const html = lines.length === 1 ? lines.join("") : listOf(lines);
  return html.replaceAll(innerLineEnd, "\n");
};

/** A list of its own numbers where each line has one. */
const listOf = (lines: readonly string[]): string => {
  const isNumbered = lines.every((line, index) => line.startsWith(`${index + 1}. `));
  const [name, items] = isNumbered ? ["ol", lines.map((line) => line.replace(/^\d+\. /, ""))] : ["ul", lines];
  return `<${name}>${items.map((item) => `<li>${item}</li>`).join("")}</${name}>`;
};

/** The question with HTML in the place of each text. */
const inHtml = <Q extends BaseQuestion>(question: Q, html: RenderedTexts): Q => {
  const { html: _, plain: __, ...asked } = question;
  const shown = (rendered: string | undefined, text: string): string =>
    (rendered ?? escapeHtml(text)).replaceAll("\n", innerLineEnd);
  return JSON.parse(
    // Ids and names of types stay as they are: they have nothing to escape.
    JSON.stringify(asked, function (this: unknown, key: string, value: unknown): unknown {
      if (typeof value !== "string") return value;
      const { answerId, itemId } = Object(this);
      if (key === "answerBody") return shown(html.answers?.[answerId], value);
      return shown(key === "itemBody" ? html.items?.[itemId] : undefined, value);
    }),
  );
};

const eachPart = (answer: Answer, change: (part: string) => string): Answer => {
  if (isText(answer)) return change(answer);
  if (isList(answer)) return answer.map(change);
  return Object.fromEntries(Object.entries(answer).map(([id, part]) => [id, change(part)]));
};

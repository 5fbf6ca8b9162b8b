import { escapeHtml } from "../../mail/html.ts";
import { type HtmlNode, htmlTree } from "../../text/html-tree.ts";
import type { AnswerParts } from "../answer.ts";
import type { BaseQuestion } from "../shapes.ts";
import { type Blank, filledText, marksIn } from "./text.ts";

type Asked = Pick<BaseQuestion, "question" | "html"> & { readonly blanks: readonly Blank[] };

/**
 * The question's HTML, where each of its marks stands whole in a text; undefined: it has none, or a mark is in a formula, an
 * attribute, or, in what earlier versions published, in pieces of coloured code. Then the text is shown as it was typed.
 */
export const htmlWithMarks = ({ html, blanks }: Pick<Asked, "html" | "blanks">): string | undefined => {
  const rendered = html?.question;
  if (rendered === undefined) return undefined;
  const marks = htmlTree(rendered).flatMap(marksInNode);
  const isWhole = blanks.every(({ blankId }) => marks.includes(blankId));
  return isWhole && marks.length === marksIn(rendered).length ? rendered : undefined;
};

const marksInNode = (node: HtmlNode): string[] =>
  node.kind === "text" ? marksIn(node.text) : node.children.flatMap(marksInNode);

/** The question's text as HTML, with what was put into its blanks standing out. */
export const blanksHtml = (question: Asked, given: AnswerParts): string =>
  filledText(
    {
      question: htmlWithMarks(question) ?? escapeHtml(question.question).replaceAll("\n", "<br>"),
      blanks: question.blanks,
    },
    given,
    (text) => `<strong>${escapeHtml(text)}</strong>`,
  );

import type { BaseQuestion } from "../questions/shapes.ts";
import { elementsIn, type HtmlElement, type HtmlNode, htmlTree, isBlock, textOf } from "./html-tree.ts";

/**
 * A published text as a line for lists and mails, without markup: code and formulas without the signs around them, of a block of
 * code or a table its first line.
 */
export const oneLineOf = (html: string): string => tidied(blocksLine(htmlTree(html)));

/**
 * A question as lists name it: its text and those of its choices and items on one line each. Gaps of the text keep their marks.
 */
export const inOneLine = (question: BaseQuestion): BaseQuestion => {
  const { html, plain: _, ...asked } = question;
  const line = (text: string, rendered: string | undefined): string =>
    rendered === undefined ? tidied(text) : oneLineOf(rendered) || tidied(text);
  return {
    ...asked,
    question: line(question.question, html?.question),
    answers: question.answers.map((choice) => ({
      ...choice,
      answerBody: line(choice.answerBody, html?.answers?.[choice.answerId]),
    })),
    ...(question.items && {
      items: question.items.map((item) => ({
        ...item,
        itemBody: line(item.itemBody, html?.items?.[item.itemId]),
      })),
    }),
  };
};

const tidied = (text: string): string => text.replaceAll(/\s+/g, " ").trim();

const blocksLine = (nodes: readonly HtmlNode[]): string =>
  nodes.map((node) => (isBlock(node) ? ` ${blockLine(node)} ` : inlineText(node))).join("");

const blockLine = (element: HtmlElement): string => {
  const { name, children } = element;
  switch (name) {
    case "pre":
      return firstOf(textOf(element).split("\n"));
    case "table":
      return firstOf(elementsIn(children, "tr").map(cellsLine));
    case "ul":
    case "ol":
      return elementsIn(children, "li")
        .map((item) => tidied(blocksLine(item.children)))
        .join("; ");
    default:
      return blocksLine(children);
  }
};

const cellsLine = ({ children }: HtmlElement): string =>
  children
    .filter((cell) => cell.kind === "element")
    .map((cell) => tidied(blocksLine(cell.children)))
    .join(" | ");

/** The first line that says something; that there are more is shown. */
const firstOf = (lines: readonly string[]): string => {
  const [first = "", ...more] = lines.filter((line) => line.trim() !== "");
  return more.length > 0 ? `${first} …` : first;
};

const inlineText = (node: HtmlNode): string => {
  if (node.kind === "text") return node.text;
  const { name, attributes, children } = node;
  switch (name) {
    case "br":
      return " ";
    case "img":
      return `[${attributes.alt ?? ""}]`;
    case "math":
      return attributes.alttext ?? "";
    default:
      return blocksLine(children);
  }
};

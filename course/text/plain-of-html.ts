import { elementsIn, type HtmlElement, type HtmlNode, htmlTree, isBlock, textOf } from "./html-tree.ts";
import { textTable } from "./text-table.ts";

/**
 * A published text for terminals and the plain part of mails: code indented in a block of its own, tables in columns, lists
 * with their signs, formulas as they were typed.
 */
export const plainOfHtml = (html: string): string => blocksText(htmlTree(html));

const blocksText = (nodes: readonly HtmlNode[], between = "\n\n"): string => {
  const parts: string[] = [];
  let line = "";
  const endLine = (): void => {
    parts.push(tidied(line));
    line = "";
  };
  for (const node of nodes) {
    if (isBlock(node)) {
      endLine();
      parts.push(blockText(node));
    } else line += inlineText(node);
  }
  endLine();
  return parts.filter((part) => part !== "").join(between);
};

const tidied = (line: string): string => line.replaceAll(/ *\n */g, "\n").trim();

const blockText = (element: HtmlElement): string => {
  const { name, children } = element;
  switch (name) {
    case "pre":
      return indented(textOf(element), "    ");
    case "ul":
    case "ol":
      return listText(element);
    case "blockquote":
      return indented(blocksText(children), "> ", "> ");
    case "table":
      return tableText(element);
    case "hr":
      return "---";
    default:
      return blocksText(children);
  }
};

const indented = (text: string, indent: string, first = indent): string =>
  text
    .split("\n")
    .map((line, index) => `${index === 0 ? first : indent}${line}`.trimEnd())
    .join("\n");

const listText = ({ name, attributes, children }: HtmlElement): string => {
  const items = children.filter((child) => child.kind === "element");
  const start = Number(attributes.start ?? "1");
  return items
    .map((item, index) => {
      const sign = name === "ol" ? `${start + index}. ` : "- ";
      return indented(blocksText(item.children, "\n"), " ".repeat(sign.length), sign);
    })
    .join("\n");
};

const tableText = (table: HtmlElement): string => {
  const rows = elementsIn(table.children, "tr").map(({ children }) =>
    children.filter((cell) => cell.kind === "element"),
  );
  const [heads = []] = rows;
  const texts = rows.map((row) =>
    row.map((cell) => tidied(cell.children.map(inlineText).join("")).replaceAll("\n", " ")),
  );
  const widths = heads.map((_, column) => Math.max(...texts.map((row) => (row[column] ?? "").length), 1));
  const line = widths.map((width) => "-".repeat(width));
  const isNumber = heads.map(({ attributes }) => attributes.class === "right");
  return textTable([...texts.slice(0, 1), line, ...texts.slice(1)], isNumber);
};

const inlineText = (node: HtmlNode): string => {
  // A line of the source is no line of the text.
  if (node.kind === "text") return node.text.replaceAll("\n", " ");
  const { name, attributes, children } = node;
  const inside = children.map(inlineText).join("");
  switch (name) {
    case "br":
      return "\n";
    case "code":
      return `\`${inside}\``;
    case "img":
      return `[${attributes.alt ?? ""}]`;
    case "math":
      return formulaText(node);
    case "a": {
      const { href = "" } = attributes;
      return href === inside || href === `mailto:${inside}` ? inside : `${inside} (${href})`;
    }
    default:
      return inside;
  }
};

/** As it was typed. */
export const formulaText = ({ attributes }: HtmlElement): string => {
  const dollars = attributes.display === "block" ? "$$" : "$";
  return `${dollars}${attributes.alttext ?? ""}${dollars}`;
};

import type { HtmlElement, HtmlNode } from "./html-tree.ts";

/** A table as Markdown has it: one line a row, the first one is the head. */
export const tableMarkdown = (
  table: HtmlElement,
  textOf: (cell: HtmlElement) => string,
  lose: (what: string) => void,
): string[] => {
  const rows = rowsIn(table);
  const cells = rows.map((row) => elements(row.children).filter(isCell));
  if (
    cells
      .flat()
      .some(({ attributes }) => Number(attributes.colspan ?? 1) > 1 || Number(attributes.rowspan ?? 1) > 1)
  ) {
    lose("cells of a table that are joined");
  }
  const texts = cells.map((row) => row.map((cell) => inCell(textOf(cell)))).filter((row) => row.length > 0);
  const width = texts.reduce((widest, row) => Math.max(widest, row.length), 0);
  if (width === 0) return [];
  // A table of one column only lays out what it holds.
  if (width === 1) return texts.flat().filter((text) => text !== "");
  const hasHead = cells[0]?.some(({ tag }) => tag === "th") ?? false;
  const line = (row: readonly string[]): string =>
    `| ${Array.from({ length: width }, (_, column) => row[column] ?? "").join(" | ")} |`;
  const [head = [], ...body] = hasHead ? texts : [[], ...texts];
  const aligned = Array.from({ length: width }, (_, column) => underline(cells[0]?.[column]));
  return [[line(head), line(aligned), ...body.map(line)].join("\n")];
};

/** Below the head, it says where the texts of a column stand. */
const underline = (cell: HtmlElement | undefined): string => {
  const { style = "", align = "", class: names = "" } = cell?.attributes ?? {};
  const side =
    /text-align:\s*(right|center)/i.exec(style)?.[1] ??
    /\bqti-align-(right|center)\b/.exec(names)?.[1] ??
    align;
  if (/^center$/i.test(side)) return ":---:";
  return /^right$/i.test(side) ? "---:" : "---";
};

const elements = (nodes: readonly HtmlNode[]): HtmlElement[] =>
  nodes.flatMap((node) => (typeof node === "string" ? [] : [node]));

const isCell = ({ tag }: HtmlElement): boolean => tag === "td" || tag === "th";

const rowsIn = (element: HtmlElement): HtmlElement[] =>
  elements(element.children).flatMap((child) => {
    if (child.tag === "tr") return [child];
    return ["thead", "tbody", "tfoot"].includes(child.tag) ? rowsIn(child) : [];
  });

const inCell = (text: string): string => text.replaceAll(/\s*\n\s*/g, " ").replaceAll("|", "\\|");

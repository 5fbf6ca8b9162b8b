import type { Token } from "markdown-it";
import { escapeHtml } from "../../course/mail/html.ts";
import type { Highlight } from "./highlight.ts";
import { codeLanguage } from "./languages.ts";
import { attribute, parseMarkdown, rendererOf } from "./markdown.ts";
import { typeset } from "./maths.ts";
import { mathsTypes } from "./maths-rules.ts";
import type { Picture } from "./pictures.ts";
import { isAllowedLink } from "./text-faults.ts";
import { withinWall } from "./wall.ts";

export interface RenderOptions {
  readonly highlight: Highlight;
  /** The picture that an address in the text names. */
  readonly picture: (address: string) => Picture | undefined;
  /**
   * Ids of the marks that fields take the places of, in code too.
   * @default - none
   */
  readonly gaps?: readonly string[];
}

/**
 * A text as HTML; `null` when that would say no more than the text itself, whose lines are shown as they are. A text of one
 * paragraph has no element around it, so that it can stand in a line.
 */
export const renderText = (text: string, options: RenderOptions): string | null => {
  const tokens = parseMarkdown(text);
  if (isPlain(tokens, text)) return null;
  const inLine = tokens.length === 3 && tokens[0]?.type === "paragraph_open";
  const html = rendererOf(rulesFor(options))(inLine ? tokens.slice(1, 2) : tokens);
  return withinWall(html).trim();
};

/** Paragraphs without anything but their lines, which stay as they are: HTML would lose blanks at their beginning. */
const isPlain = (tokens: readonly Token[], text: string): boolean => {
  const paragraphs: string[] = [];
  for (const { type, children } of tokens) {
    if (type === "inline" && children) {
      if (!children.every((child) => ["text", "softbreak"].includes(child.type))) return false;
      paragraphs.push(children.map((child) => (child.type === "text" ? child.content : "\n")).join(""));
    } else if (!type.startsWith("paragraph_")) return false;
  }
  return (
    paragraphs.join("\n\n") ===
    text
      .trim()
      .replaceAll(/[ \t]*\n[ \t]*/g, "\n")
      .replaceAll(/\n{3,}/g, "\n\n")
  );
};

type Rules = Parameters<typeof rendererOf>[0];

/** What differs from plain CommonMark. */
const rulesFor = ({ highlight, picture, gaps = [] }: RenderOptions): Rules => ({
  // The page has headings of its own, in an order that a text does not know.
  heading_open: () => "<p><strong>",
  heading_close: () => "</strong></p>\n",
  table_open: () => '<div class="scroll"><table>\n',
  table_close: () => "</table></div>\n",
  th_open: (tokens, index) => cell(tokens[index], "th"),
  td_open: (tokens, index) => cell(tokens[index], "td"),
  fence: (tokens, index) => code(tokens[index], highlight, gaps),
  code_block: (tokens, index) => code(tokens[index], highlight, gaps),
  // Code is written from left to right, also in a text that is not.
  code_inline: (tokens, index) =>
    `<code dir="ltr" translate="no">${escapeHtml(tokens[index]?.content ?? "")}</code>`,
  image: (tokens, index) => {
    const token = tokens[index];
    return token ? image(token, picture(attribute(token, "src"))) : "";
  },
  link_open: (tokens, index) => {
    const href = tokens[index] ? attribute(tokens[index], "href") : "";
    // Without an address it is no link; the wall adds what else a link has.
    return isAllowedLink(href) ? `<a href="${escapeHtml(href)}">` : "<span>";
  },
  link_close: (tokens, index) => (isAllowedLink(hrefBefore(tokens, index)) ? "</a>" : "</span>"),
  [mathsTypes.inline]: (tokens, index) => maths(tokens[index], false),
  [mathsTypes.display]: (tokens, index) => maths(tokens[index], true),
  [mathsTypes.block]: (tokens, index) => `<div class="scroll">${maths(tokens[index], true)}</div>\n`,
});

/** Links don't stand inside links. */
const hrefBefore = (tokens: readonly Token[], index: number): string => {
  const open = tokens.slice(0, index).findLast(({ type }) => type === "link_open");
  return open ? attribute(open, "href") : "";
};

/** Markdown's alignment comes as a style, which the page does not take. */
const cell = (token: Token | undefined, name: "th" | "td"): string => {
  const [, align] = /text-align:(right|center)/.exec(token ? attribute(token, "style") : "") ?? [];
  return align === undefined ? `<${name}>` : `<${name} class="${align}">`;
};

const code = (token: Token | undefined, highlight: Highlight, gaps: readonly string[]): string => {
  const { content = "", info = "" } = token ?? {};
  const language = codeLanguage(info);
  const lines = content.replace(/\n$/, "");
  const shown = typeof language === "string" ? highlight(lines, language, gaps) : escapeHtml(lines);
  return `<pre dir="ltr" translate="no"><code>${shown}</code></pre>\n`;
};

/** Its size keeps the page from moving when it arrives. */
const image = ({ content }: Token, found: Picture | undefined): string => {
  if (!found) return escapeHtml(content);
  const { path, width, height } = found;
  return `<img src="/${path}" alt="${escapeHtml(content)}" width="${width}" height="${height}">`;
};

/** What is no formula is shown as it was typed. */
const maths = (token: Token | undefined, isDisplay: boolean): string => {
  const { content = "", markup = "" } = token ?? {};
  const read = typeset(content, isDisplay);
  return "mathml" in read ? read.mathml : escapeHtml(`${markup}${content}${markup}`);
};

import { type HtmlElement, type HtmlNode, htmlTree, textOf } from "../text/html-tree.ts";
import { formulaText, plainOfHtml } from "../text/plain-of-html.ts";
import { monospace, styled } from "./frame/look.ts";
import { escapeHtml } from "./html.ts";
import type { MailPart } from "./rendered-mail.ts";

const codeBlock = styled(
  { bg: "paper", fg: "ink", edge: "line" },
  `margin:0 0 8px;padding:8px 10px;border-width:1px;border-style:solid;border-radius:6px;${monospace};font-size:13px;line-height:19px;white-space:pre-wrap;word-break:break-word;overflow-wrap:anywhere`,
);

/** How each element looks in a mail, where styles stand in attributes. What is not named here is left out, its content stays. */
const openings: Readonly<Record<string, (element: HtmlElement) => string>> = {
  p: () => '<p dir="auto" style="margin:0 0 8px">',
  strong: () => "<strong>",
  em: () => "<em>",
  ul: () => '<ul style="margin:0 0 8px;padding-left:22px">',
  ol: ({ attributes }) =>
    `<ol start="${Number(attributes.start ?? 1)}" style="margin:0 0 8px;padding-left:22px">`,
  li: () => "<li>",
  blockquote: () =>
    `<blockquote ${styled({ edge: "line" }, "margin:0 0 8px;padding-left:10px;border-left-width:3px;border-left-style:solid")}>`,
  code: () => `<code style="${monospace};font-size:14px">`,
  table: () =>
    `<table cellpadding="6" cellspacing="0" border="0" ${styled({ fg: "ink" }, "border-collapse:collapse;margin:0 0 8px;font-size:14px;line-height:20px", "data")}>`,
  tr: () => '<tr valign="top">',
  th: (element) => cell(element, ";font-weight:600"),
  td: (element) => cell(element, ""),
};

const cell = ({ name, attributes }: HtmlElement, more: string): string => {
  const align = attributes.class === "right" || attributes.class === "center" ? attributes.class : "left";
  return `<${name} dir="auto" align="${align}" ${styled({ edge: "line" }, `border-width:1px;border-style:solid${more}`)}>`;
};

const nodeHtml = (node: HtmlNode): string => {
  if (node.kind === "text") return escapeHtml(node.text);
  const { name, attributes, children } = node;
  const inside = children.map(nodeHtml).join("");
  switch (name) {
    case "br":
    case "hr":
      return "<br>";
    // A mail loads nothing: who opened it, and when, is nobody's business.
    case "img":
      return `<em>[${escapeHtml(attributes.alt ?? "")}]</em>`;
    // Few mail programs set formulas.
    case "math":
      return `<code style="${monospace};font-size:14px">${escapeHtml(formulaText(node))}</code>`;
    case "a":
      return link(attributes.href ?? "", inside);
    case "pre":
      return `<pre dir="ltr" ${codeBlock}>${escapeHtml(textOf(node))}</pre>`;
    default: {
      const opening = Object.hasOwn(openings, name) ? openings[name] : undefined;
      return opening ? `${opening(node)}${inside}</${name}>` : inside;
    }
  }
};

const link = (address: string, inside: string): string =>
  /^(?:https?:\/\/|mailto:)/i.test(address)
    ? `<a href="${escapeHtml(address)}" ${styled({ fg: "accent" }, "text-decoration:underline")}>${inside}</a>`
    : inside;

/** A published text in a mail, in both forms: known elements only, with the mail's own styles, and nothing that is loaded. */
export const richText = (html: string): MailPart => ({
  text: plainOfHtml(html),
  html: htmlTree(html).map(nodeHtml).join(""),
});

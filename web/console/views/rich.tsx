import { type ComponentChildren, h } from "preact";
import { type HtmlElement, type HtmlNode, htmlTree, textOf } from "../../../course/text/html-tree.ts";
import { formulaText } from "../../../course/text/plain-of-html.ts";

/** Elements that are shown as such; of others only their content is. */
const known: ReadonlySet<string> = new Set(
  "p br hr strong em code pre span div ul ol li blockquote table thead tbody tr th td".split(" "),
);

const elementOf = (element: HtmlElement, key: number): ComponentChildren => {
  const { name, attributes, children } = element;
  if (name === "math") return h("code", { key }, formulaText(element));
  // Pictures lie with the students' page.
  if (name === "img") return h("em", { key }, `[${attributes.alt ?? ""}]`);
  const inside = children.map(nodeOf);
  if (!known.has(name)) return h("span", { key }, inside);
  return h(name, { key, ...(attributes.class !== undefined && { class: attributes.class }) }, inside);
};

const nodeOf = (node: HtmlNode, key: number): ComponentChildren =>
  node.kind === "text" ? textOf(node) : elementOf(node, key);

/**
 * A text of the course as students see it, without its addresses and pictures: this page may do what the trainer may, so it
 * makes elements of its own from what it knows, and takes no HTML.
 */
export const Rich = ({ text, html }: { readonly text: string; readonly html?: string | undefined }) =>
  html === undefined ? (
    <span dir="auto" class="as-typed">
      {text}
    </span>
  ) : (
    <div dir="auto" class="rich">
      {htmlTree(html).map(nodeOf)}
    </div>
  );

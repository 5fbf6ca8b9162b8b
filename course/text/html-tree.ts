/** A part of a published text's HTML. */
export type HtmlNode =
  | { readonly kind: "text"; readonly text: string }
  | {
      readonly kind: "element";
      readonly name: string;
      readonly attributes: Readonly<Record<string, string>>;
      readonly children: readonly HtmlNode[];
    };

export type HtmlElement = Extract<HtmlNode, { kind: "element" }>;

const named: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["#39", "'"],
]);

const decoded = (text: string): string =>
  text.replace(/&([a-z]+|#39);/g, (whole, name: string) => named.get(name) ?? whole);

const attributesIn = (text: string): Record<string, string> =>
  Object.fromEntries(
    [...text.matchAll(/([a-z]+)="([^"]*)"/g)].map(([, name = "", value = ""]) => [name, decoded(value)]),
  );

interface OpenElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: HtmlNode[];
}

const without: readonly string[] = ["br", "hr", "img"];

/**
 * Reads the HTML that publishing makes of a text: well formed, in small letters, attributes in double quotes. It is no reader
 * of HTML in general; what it does not know becomes text.
 */
export const htmlTree = (html: string): readonly HtmlNode[] => {
  const top: HtmlNode[] = [];
  const open: OpenElement[] = [];
  for (const [whole, closing, name, isClosed] of html.matchAll(
    /<(\/?)([a-z0-9]+)(?:\s+[a-z]+="[^"]*")*\s*(\/?)>|[^<]+|</g,
  )) {
    const inner = open.at(-1)?.children ?? top;
    if (name === undefined) inner.push({ kind: "text", text: decoded(whole) });
    else if (closing === "/") close(open, name);
    else {
      const element: OpenElement = { name, attributes: attributesIn(whole), children: [] };
      inner.push({ kind: "element", ...element });
      if (isClosed !== "/" && !without.includes(name)) open.push(element);
    }
  }
  return top;
};

/** Ends the element and all that were left open inside it. */
const close = (open: OpenElement[], name: string): void => {
  const at = open.map((element) => element.name).lastIndexOf(name);
  if (at !== -1) open.length = at;
};

export const textOf = (node: HtmlNode): string =>
  node.kind === "text" ? node.text : node.children.map(textOf).join("");

export const elementsIn = (nodes: readonly HtmlNode[], name: string): readonly HtmlElement[] =>
  nodes.flatMap((node) => {
    if (node.kind === "text") return [];
    return node.name === name ? [node] : elementsIn(node.children, name);
  });

const blocks: readonly string[] = ["p", "pre", "div", "ul", "ol", "blockquote", "hr", "table"];

export const isBlock = (node: HtmlNode): node is HtmlElement =>
  node.kind === "element" && blocks.includes(node.name);

import { Parser } from "htmlparser2";

export interface HtmlElement {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: HtmlNode[];
}

export type HtmlNode = HtmlElement | string;

/** Deeper elements are dropped, and their texts stay. */
const deepest = 60;

/** Reads HTML, however broken. Scripts and styles keep no text. */
export const parseHtml = (html: string): HtmlElement => {
  const root: HtmlElement = { tag: "", attributes: {}, children: [] };
  const open: HtmlElement[] = [root];
  let tooDeep = 0;
  const parser = new Parser(
    {
      onopentag: (tag, attributes) => {
        if (open.length > deepest) {
          tooDeep += 1;
          return;
        }
        const element = { tag, attributes, children: [] };
        open.at(-1)?.children.push(element);
        open.push(element);
      },
      ontext: (text) => {
        const children = open.at(-1)?.children ?? [];
        const last = children.at(-1);
        if (typeof last === "string") children[children.length - 1] = last + text;
        else children.push(text);
      },
      onclosetag: () => {
        if (tooDeep > 0) tooDeep -= 1;
        else if (open.length > 1) open.pop();
      },
    },
    { decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true, recognizeSelfClosing: true },
  );
  parser.end(html);
  return root;
};

/** All text in a node, as it is written. */
export const textOfHtml = (node: HtmlNode): string => {
  if (typeof node === "string") return node;
  return node.tag === "br" ? "\n" : node.children.map(textOfHtml).join("");
};

import { XMLBuilder } from "fast-xml-parser";
import { escapeHtml } from "../../course/mail/html.ts";

/** An element to be written; a text among its children stands as it is, whatever it holds. */
export interface XmlNode {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlChild[];
}

export type XmlChild = XmlNode | Markup | string;

/** XML that was written already. */
export interface Markup {
  readonly markup: string;
}

export const element = (
  name: string,
  attributes: Readonly<Record<string, string>>,
  ...children: readonly XmlChild[]
): XmlNode => ({ name, attributes, children });

const settings = {
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: "",
  suppressEmptyNode: true,
  suppressBooleanAttributes: false,
  processEntities: false,
} as const;

const builder = new XMLBuilder({ ...settings, format: true, indentBy: "  " });

/** A document with this root. Only elements that hold no text are put on lines of their own. */
export const xmlDocument = (root: XmlNode): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build([nodeOf(root)]).trim()}\n`;

const inLine = new XMLBuilder({ ...settings, format: false });

/** An element without any line end of its own, to stand in a text. */
export const xmlFragment = (root: XmlNode): string => inLine.build([nodeOf(root)]);

const nodeOf = (child: XmlChild): unknown => {
  if (typeof child === "string") return { "#text": xmlText(child) };
  if ("markup" in child) return { "#text": child.markup };
  const attributes = Object.entries(child.attributes).map(([name, value]) => [name, xmlText(value)]);
  return { [child.name]: child.children.map(nodeOf), ":@": Object.fromEntries(attributes) };
};

/** XML has no character for these two. Source: https://www.w3.org/TR/xml/#charsets */
export const xmlText = (text: string): string => escapeHtml(text).replaceAll(/[\ufffe\uffff]/g, "\ufffd");

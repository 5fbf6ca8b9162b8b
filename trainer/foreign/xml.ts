import { XMLParser, XMLValidator } from "fast-xml-parser";
import { isObject, memberOf, messageOf } from "../../course/unknown-value.ts";

/** An element of an XML document; names without their prefix. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Texts as they are meant: character references are resolved, CDATA is text. */
  readonly children: readonly (XmlElement | string)[];
  /** Line of its start tag, from 1. */
  readonly line: number;
}

/** XML that is not read; the message is the rest of a sentence that begins with the file's name. */
export class XmlFault extends Error {
  override readonly name = "XmlFault";
  readonly line: number;
  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

const deepest = 50;

/** Texts stay as they are written: the answer `0123` is no number. Nothing that a DTD defines is resolved. */
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: "",
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: false,
  cdataPropName: "#cdata",
  ignoreDeclaration: true,
  ignorePiTags: true,
  captureMetaData: true,
  removeNSPrefix: true,
  maxNestedTags: deepest,
});

/**
 * The root element of an XML document. A DOCTYPE that only names a DTD is passed over, and the DTD is not fetched; one that
 * defines anything is refused.
 *
 * @throws XmlFault
 */
export const parseXml = (written: string): XmlElement => {
  const text = withoutDoctype(written);
  const validity = XMLValidator.validate(text);
  if (validity !== true) throw new XmlFault(`is not well-formed XML: ${validity.err.msg}`, validity.err.line);
  let nodes: unknown;
  try {
    nodes = parser.parse(text);
  } catch (error) {
    throw new XmlFault(`is XML that can't be read: ${messageOf(error)}`, 1);
  }
  const root = childrenOf(nodes, new LineStarts(text)).find((child) => typeof child !== "string");
  if (root === undefined) throw new XmlFault("holds no XML element", 1);
  return root;
};

const beforeRoot = /^(?:\s|<\?[\s\S]*?\?>|<!--[\s\S]*?-->)*/;

const withoutDoctype = (text: string): string => {
  const start = beforeRoot.exec(text)?.[0].length ?? 0;
  if (!/^<!DOCTYPE/i.test(text.slice(start, start + 9))) return text;
  const end = text.indexOf(">", start);
  const doctype = text.slice(start, end === -1 ? undefined : end + 1);
  if (doctype.includes("[")) {
    throw new XmlFault("defines entities in its DOCTYPE, which are not read: delete it", lineAt(text, start));
  }
  return text.slice(0, start) + doctype.replaceAll(/[^\n]/g, " ") + text.slice(start + doctype.length);
};

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split("\n").length;

/** Lines of offsets, by halving. */
class LineStarts {
  readonly #starts: number[] = [0];
  constructor(text: string) {
    for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) this.#starts.push(at + 1);
  }
  lineOf(offset: number): number {
    let low = 0;
    let high = this.#starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  }
}

/** As deep as `deepest` at most. */
const childrenOf = (nodes: unknown, lines: LineStarts): readonly (XmlElement | string)[] => {
  if (!Array.isArray(nodes)) return [];
  const children: (XmlElement | string)[] = [];
  const addText = (text: string): void => {
    const last = children.at(-1);
    if (typeof last === "string") children[children.length - 1] = last + text;
    else if (text !== "") children.push(text);
  };
  for (const node of nodes) {
    if (!isObject(node)) continue;
    const name = Object.keys(node).find((key) => key !== ":@");
    if (name === undefined) continue;
    const content = memberOf(node, name);
    if (name === "#text") addText(resolved(String(content)));
    else if (name === "#cdata") addText(textOfCdata(content));
    else children.push(elementOf(name, node, lines));
  }
  return children;
};

const elementOf = (name: string, node: object, lines: LineStarts): XmlElement => {
  const attributes = memberOf(node, ":@");
  // The library keeps a node's place under its one symbol.
  const [place] = Object.getOwnPropertySymbols(node);
  const offset = place && memberOf(memberOf(node, place), "startIndex");
  return {
    name,
    attributes: Object.fromEntries(
      Object.entries(isObject(attributes) ? attributes : {}).map(([key, value]) => [
        key,
        resolved(String(value)),
      ]),
    ),
    children: childrenOf(memberOf(node, name), lines),
    line: lines.lineOf(typeof offset === "number" ? offset : 0),
  };
};

const textOfCdata = (content: unknown): string =>
  Array.isArray(content) ? content.map((part) => String(memberOf(part, "#text") ?? "")).join("") : "";

const namedCharacters: Readonly<Record<string, string>> = {
  lt: "<",
  gt: ">",
  amp: "&",
  quot: '"',
  apos: "'",
};

/** An unknown name stays as it is written: it was defined in a DTD that is not read. */
const resolved = (text: string): string =>
  text.replaceAll(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w+));/gi, (written, decimal, hex, name) => {
    if (name !== undefined) return namedCharacters[name] ?? written;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    const isCharacter = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
    return isCharacter ? String.fromCodePoint(code) : "\ufffd";
  });

/** The child elements with this name. */
export const elementsOf = (parent: XmlElement, name?: string): readonly XmlElement[] =>
  parent.children.filter(
    (child): child is XmlElement => typeof child !== "string" && (name === undefined || child.name === name),
  );

/** The first element at the end of these names, one inside the other. */
export const elementAt = (parent: XmlElement, ...names: readonly string[]): XmlElement | undefined =>
  names.reduce<XmlElement | undefined>((element, name) => element && elementsOf(element, name)[0], parent);

/** All text in an element, in order; empty for none. */
export const textIn = (element: XmlElement | undefined): string =>
  element?.children.map((child) => (typeof child === "string" ? child : textIn(child))).join("") ?? "";

/** Every element with one of these names below `parent`, in the document's order; not inside another such one. */
export const elementsBelow = (parent: XmlElement, ...names: readonly string[]): readonly XmlElement[] =>
  elementsOf(parent).flatMap((child) =>
    names.includes(child.name) ? [child] : elementsBelow(child, ...names),
  );

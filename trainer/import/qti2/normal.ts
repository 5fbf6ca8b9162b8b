import type { XmlElement } from "../../foreign/xml.ts";

/** A name is asked for in every element. */
const camel = (name: string): string =>
  name.includes("-") ? name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()) : name;

/** QTI 3 says `qti-simple-choice` and `response-identifier` where QTI 2 says `simpleChoice` and `responseIdentifier`. */
export const asQti2 = (element: XmlElement): XmlElement => {
  const isQti3 = element.name.startsWith("qti-");
  return {
    name: isQti3 ? camel(element.name.slice("qti-".length)) : element.name,
    attributes: isQti3
      ? Object.fromEntries(Object.entries(element.attributes).map(([name, value]) => [camel(name), value]))
      : element.attributes,
    children: element.children.map((child) => (typeof child === "string" ? child : asQti2(child))),
    line: element.line,
  };
};

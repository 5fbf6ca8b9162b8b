import { parseXml, type XmlElement, XmlFault } from "../foreign/xml.ts";
import { SourceFault } from "./source.ts";

/** The root of an XML text. @throws SourceFault */
export const rootOf = (text: string): XmlElement => {
  try {
    return parseXml(text);
  } catch (error) {
    throw error instanceof XmlFault ? new SourceFault(error.message, error.line) : error;
  }
};

/** The name of a document's first element; undefined: it doesn't begin like XML. */
export const rootName = (text: string): string | undefined =>
  /^(?:\s|<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<!DOCTYPE[^>[]*(?:\[[^\]]*\]\s*)?>)*<(?:[\w.-]+:)?([\w.-]+)/.exec(
    text.slice(0, 20_000),
  )?.[1];

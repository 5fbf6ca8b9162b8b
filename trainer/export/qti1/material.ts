import { element, type XmlNode } from "../xml.ts";

/** A text of the item as HTML. */
export type ItemHtml = (markdown: string) => string;

export const htmlMaterial = (html: string): XmlNode =>
  element("material", {}, element("mattext", { texttype: "text/html" }, html));

export const plainMaterial = (text: string): XmlNode =>
  element("material", {}, element("mattext", { texttype: "text/plain" }, text));

export const field = (label: string, entry: string): XmlNode =>
  element("qtimetadatafield", {}, element("fieldlabel", {}, label), element("fieldentry", {}, entry));

/** What follows when an answer meets a condition. */
export const condition = (
  isGoingOn: "Yes" | "No",
  asked: readonly XmlNode[],
  ...then: readonly XmlNode[]
): XmlNode =>
  element("respcondition", { continue: isGoingOn }, element("conditionvar", {}, ...asked), ...then);

export const equal = (
  respident: string,
  value: string,
  attributes: Readonly<Record<string, string>> = {},
): XmlNode => element("varequal", { respident, ...attributes }, value);

/** All points. */
export const allPoints = element("setvar", { action: "Set", varname: "SCORE" }, "100");

/** A share of the points, in percent. */
export const addedPoints = (percent: string): XmlNode =>
  element("setvar", { action: "Add", varname: "SCORE" }, percent);

import { element, type XmlNode } from "../xml.ts";
import type { MoodleFiles } from "./files.ts";

export const textElement = (
  name: string,
  text: string,
  attributes: Readonly<Record<string, string>> = {},
): XmlNode => element(name, attributes, element("text", {}, text));

/** Pictures lie with the text that shows them. */
export const htmlElement = (
  name: string,
  html: string,
  markdown: string,
  files: MoodleFiles,
  attributes: Readonly<Record<string, string>> = {},
): XmlNode =>
  element(
    name,
    { ...attributes, format: "html" },
    element("text", {}, html),
    ...files
      .shownIn(markdown)
      .map(({ file, base64 }) => element("file", { name: file, path: "/", encoding: "base64" }, base64)),
  );

/** An element with a text of this question. */
export type Html = (name: string, markdown: string, attributes?: Readonly<Record<string, string>>) => XmlNode;

export const setting = (name: string, value: string): XmlNode => element(name, {}, value);

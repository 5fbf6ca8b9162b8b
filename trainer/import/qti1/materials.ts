import { escapeHtml } from "../../../course/mail/html.ts";
import { elementsOf, textIn, type XmlElement } from "../../foreign/xml.ts";

const responses: ReadonlySet<string> = new Set(
  "response_lid response_str response_num response_grp response_xy".split(" "),
);

/** A part of what an item shows: HTML, or where something is answered. */
export type Part = { readonly html: string } | { readonly response: XmlElement };

/** What an element shows, in order. Choices belong to their response. */
export const partsOf = (element: XmlElement): readonly Part[] =>
  elementsOf(element).flatMap((child): readonly Part[] => {
    if (responses.has(child.name)) return [{ response: child }];
    const html = materialHtml(child);
    if (html !== undefined) return html === "" ? [] : [{ html }];
    return partsOf(child);
  });

/** All that an element shows outside of responses, as HTML. */
export const htmlOf = (element: XmlElement | undefined): string =>
  (element ? partsOf(element) : []).flatMap((part) => ("html" in part ? [part.html] : [])).join("<br>");

/** Of one piece of material; undefined: the element is none. */
const materialHtml = ({ name, attributes, ...element }: XmlElement): string | undefined => {
  const text = (): string => textIn({ name, attributes, ...element });
  switch (name) {
    case "mattext":
    case "matemtext":
      return attributes.texttype === "text/plain" ? lines(text()) : maybeHtml(text(), attributes.texttype);
    case "mat_formattedtext":
      return /html/i.test(attributes.type ?? "") ? text() : lines(text());
    case "matbreak":
      return "<br>";
    case "matimage":
      return `<img src="${escapeHtml(attributes.uri ?? "")}" alt="${escapeHtml(attributes.label ?? "")}">`;
    default:
      return undefined;
  }
};

/** Several systems write HTML without saying so. */
const maybeHtml = (text: string, type: string | undefined): string =>
  type === "text/html" || /<\/?[a-z][a-z0-9]*(?:\s[^<>]*)?\/?>|&[a-z]{2,8};/i.test(text) ? text : lines(text);

const lines = (text: string): string => escapeHtml(text.trim()).replaceAll("\n", "<br>");

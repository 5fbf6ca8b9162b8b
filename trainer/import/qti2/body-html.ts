import { escapeHtml } from "../../../course/mail/html.ts";
import type { XmlElement } from "../../foreign/xml.ts";

/** What is shown by rules of its own, or to others than students. */
const hidden: ReadonlySet<string> = new Set(
  "feedbackInline feedbackBlock rubricBlock stylesheet templateInline templateBlock".split(" "),
);

/**
 * The HTML in an element of QTI, without the element itself.
 *
 * @param replace gives what stands for an element; undefined: the element's own content does.
 */
export const htmlIn = (
  element: XmlElement,
  replace: (element: XmlElement) => string | undefined = () => undefined,
): string => element.children.map((child) => htmlOf(child, replace)).join("");

const htmlOf = (node: XmlElement | string, replace: (element: XmlElement) => string | undefined): string => {
  if (typeof node === "string") return escapeHtml(node);
  if (hidden.has(node.name)) return "";
  const instead = replace(node);
  if (instead !== undefined) return instead;
  const inner = htmlIn(node, replace);
  if (node.name === "object" && /^image\//.test(node.attributes.type ?? "")) {
    return `<img src="${escapeHtml(node.attributes.data ?? "")}" alt="${escapeHtml(inner)}">`;
  }
  // What is no element of HTML has names with capitals.
  if (!/^[a-z][a-z0-9]*$/.test(node.name)) return inner;
  const attributes = ["src", "alt", "href", "class", "style", "align", "start", "colspan", "rowspan"].flatMap(
    (name) => {
      const value = node.attributes[name];
      return value === undefined ? [] : [` ${name}="${escapeHtml(value)}"`];
    },
  );
  const tag = `${node.name}${attributes.join("")}`;
  return ["img", "br", "hr"].includes(node.name) ? `<${tag}>` : `<${tag}>${inner}</${node.name}>`;
};

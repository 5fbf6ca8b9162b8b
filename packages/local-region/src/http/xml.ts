/** One element of an XML answer; `undefined` children are left out. */
export interface XmlElement {
  readonly name: string;
  readonly children: readonly (XmlElement | string)[];
  readonly attributes?: Readonly<Record<string, string>>;
}

type Child = XmlElement | string | number | boolean | undefined;

export const element = (name: string, ...children: readonly Child[]): XmlElement => ({
  name,
  children: children
    .filter((c) => c !== undefined)
    .map((c) => (typeof c === "object" ? c : escapeXml(String(c)))),
});

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Control characters become references: S3 keys may hold them, and a parser would change a bare line end. */
export const escapeXml = (text: string): string =>
  text.replace(/[&<>"]|\p{Cc}/gu, (c) => entities[c] ?? `&#x${c.charCodeAt(0).toString(16)};`);

const write = ({ name, children, attributes = {} }: XmlElement): string => {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(value)}"`);
  const open = `${name}${written.join("")}`;
  const content = children.map((c) => (typeof c === "string" ? c : write(c))).join("");
  return content === "" ? `<${open}/>` : `<${open}>${content}</${name}>`;
};

/** The whole document. */
export const renderXml = (root: XmlElement, namespace?: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${write(namespace ? { ...root, attributes: { xmlns: namespace } } : root)}`;

const references: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

const unescapeXml = (text: string): string =>
  text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{2,4}));/gi, (whole, hex, decimal, name) => {
    if (name) return references[name] ?? whole;
    const code = hex ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });

/**
 * Contents of all elements of this name, in document order; for the flat documents that S3 clients send, in which only
 * the root has attributes.
 */
export const xmlElements = (xml: string, name: string): string[] =>
  [...xml.matchAll(new RegExp(`<${name}>(.*?)</${name}>`, "gs"))].map((m) => m[1] ?? "");

/** Text of the first element of this name. */
export const xmlText = (xml: string, name: string): string | undefined => {
  const [content] = xmlElements(xml, name);
  return content === undefined ? undefined : unescapeXml(content);
};

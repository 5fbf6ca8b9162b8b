import type { XmlChild, XmlNode } from "../xml.ts";

/** What QTI 2.1 and 3.0 name differently; elements are written in the names of 2.1. */
export interface Dialect {
  readonly namespace: string;
  readonly itemType: string;
  readonly testType: string;
  readonly manifestNamespace: string;
  readonly schema: string;
  readonly schemaVersion: string;
  /** Address of a rule of marking that systems know by its name. */
  template(name: string): string;
  named(root: XmlNode): XmlNode;
}

export const qti21: Dialect = {
  namespace: "http://www.imsglobal.org/xsd/imsqti_v2p1",
  itemType: "imsqti_item_xmlv2p1",
  testType: "imsqti_test_xmlv2p1",
  manifestNamespace: "http://www.imsglobal.org/xsd/imscp_v1p1",
  schema: "QTIv2.1 Package",
  schemaVersion: "1.0.0",
  template: (name) => `http://www.imsglobal.org/question/qti_v2p1/rptemplates/${name}`,
  named: (root) => root,
};

const kebab = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const inQti3 = (child: XmlChild): XmlChild =>
  typeof child === "string" || "markup" in child ? child : asQti3(child);

/** HTML keeps its names in both. */
const htmlNames: ReadonlySet<string> = new Set(["p", "div", "br"]);

const asQti3 = ({ name, attributes, children }: XmlNode): XmlNode => {
  if (htmlNames.has(name)) return { name, attributes, children: children.map(inQti3) };
  return {
    name: `qti-${kebab(name)}`,
    attributes: Object.fromEntries(Object.entries(attributes).map(([key, value]) => [kebab(key), value])),
    children: children.map(inQti3),
  };
};

export const qti30: Dialect = {
  namespace: "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
  itemType: "imsqti_item_xmlv3p0",
  testType: "imsqti_test_xmlv3p0",
  manifestNamespace: "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
  schema: "QTI Package",
  schemaVersion: "3.0.0",
  template: (name) => `https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/${name}`,
  named: asQti3,
};

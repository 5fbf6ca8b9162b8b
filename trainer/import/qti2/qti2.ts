import { posix } from "node:path";
import { elementsBelow } from "../../foreign/xml.ts";
import type { Format } from "../format.ts";
import { formatTitles } from "../format-titles.ts";
import { holdsXml, type XmlDocument, xmlDocuments } from "../xml-documents.ts";
import { qti2Item } from "./item.ts";
import { asQti2 } from "./normal.ts";

const items = ["assessmentItem", "qti-assessment-item"];
const testRoots = ["assessmentTest", "qti-assessment-test"];

/** QTI 2.1, 2.2 and 3.0: items, each a document, alone or in a package. */
export const qti2: Format = {
  name: "qti2",
  title: formatTitles.qti2,
  recognises: (source) => holdsXml(source, items),
  read: (source) => {
    const { documents, broken } = xmlDocuments(source, items);
    const tests = xmlDocuments(source, testRoots)
      .documents.map(testOf)
      .filter(({ title }) => title !== "");
    const titleOf = (path: string): readonly string[] => {
      const own = tests.find(({ paths }) => paths.has(path)) ?? tests[0];
      return own ? [own.title] : [];
    };
    const read = documents.map((document) =>
      qti2Item(asQti2(document.root), document, titleOf(document.path), source),
    );
    return [...read, ...broken];
  },
};

/** A test, and the documents of its items. */
const testOf = ({ path, root }: XmlDocument) => {
  const test = asQti2(root);
  const items = elementsBelow(test, "assessmentItemRef").map(({ attributes }) =>
    posix.join(posix.dirname(path), attributes.href ?? ""),
  );
  return { title: (test.attributes.title ?? "").trim(), paths: new Set(items) };
};

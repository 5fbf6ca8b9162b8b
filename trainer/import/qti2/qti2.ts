import type { Format } from "../format.ts";
import { formatTitles } from "../format-titles.ts";
import { holdsXml, xmlDocuments } from "../xml-documents.ts";
import { qti2Item } from "./item.ts";
import { asQti2 } from "./normal.ts";

const items = ["assessmentItem", "qti-assessment-item"];
const tests = ["assessmentTest", "qti-assessment-test"];

/** QTI 2.1, 2.2 and 3.0: items, each a document, alone or in a package. */
export const qti2: Format = {
  name: "qti2",
  title: formatTitles.qti2,
  recognises: (source) => holdsXml(source, items),
  read: (source) => {
    const { documents, broken } = xmlDocuments(source, items);
    const title = xmlDocuments(source, tests).documents[0]?.root.attributes.title?.trim() ?? "";
    const category = title === "" ? [] : [title];
    return [
      ...documents.map((document) => qti2Item(asQti2(document.root), document, category, source)),
      ...broken,
    ];
  },
};

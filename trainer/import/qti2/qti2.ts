import type { Format } from "../format.ts";
import { formatTitles } from "../format-titles.ts";
import { holdsXml, type XmlDocument, xmlDocuments } from "../xml-documents.ts";
import { qti2Item } from "./item.ts";
import { asQti2 } from "./normal.ts";
import { assessmentOf } from "./sections.ts";

const items = ["assessmentItem", "qti-assessment-item"];
const testRoots = ["assessmentTest", "qti-assessment-test"];

/** QTI 2.1, 2.2 and 3.0: items, each a document, alone or in a package. */
export const qti2: Format = {
  name: "qti2",
  title: formatTitles.qti2,
  recognises: (source) => holdsXml(source, items),
  read: (source) => {
    const { documents, broken } = xmlDocuments(source, items);
    const tests = xmlDocuments(source, testRoots).documents.map(assessmentOf);
    const places = tests.flatMap((test) => test.places.map((place) => ({ ...place, test })));
    // The first place of each counts.
    const byPath = new Map(
      places.map((place, index) => [place.path, { ...place, index }] as const).toReversed(),
    );
    const orderOf = ({ path }: XmlDocument): number => byPath.get(path)?.index ?? places.length;
    const otherwise = tests.find(({ title }) => title !== "");
    const read = documents
      .toSorted((one, other) => orderOf(one) - orderOf(other))
      .map((document) => {
        const { test = otherwise, drawn } = byPath.get(document.path) ?? {};
        const category = test && test.title !== "" ? [test.title] : [];
        const context = { document, category, drawn, rules: test?.rules, source };
        return qti2Item(asQti2(document.root), context);
      });
    return [...read, ...broken];
  },
};

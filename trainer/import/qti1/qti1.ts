import { elementAt, elementsBelow, elementsOf, textIn, type XmlElement } from "../../foreign/xml.ts";
import type { Format } from "../format.ts";
import { formatTitles } from "../format-titles.ts";
import type { ReadItem } from "../model.ts";
import type { Source } from "../source.ts";
import { holdsXml, type XmlDocument, xmlDocuments } from "../xml-documents.ts";
import { type ItemContext, qti1Item } from "./item.ts";
import { quizRules } from "./quiz-rules.ts";

const roots = ["questestinterop"];

/** QTI 1.2, alone or in a package, in the dialects of Canvas, Blackboard, Brightspace and Respondus. */
export const qti1: Format = {
  name: "qti1",
  title: formatTitles.qti1,
  recognises: (source) => holdsXml(source, roots),
  read: (source) => {
    const { documents, broken } = xmlDocuments(source, roots);
    return [...richest(documents).flatMap((document) => itemsOf(document, source)), ...broken];
  },
};

/** Canvas packs each quiz twice: as Common Cartridge has it, and in full below non_cc_assessments. */
const richest = (documents: readonly XmlDocument[]): readonly XmlDocument[] => {
  const full = new Set(
    documents.flatMap(({ path }) => /non_cc_assessments\/([^/]+)\.xml\.qti$/.exec(path)?.[1] ?? []),
  );
  return documents.filter(({ path }) => !full.has(/([^/]+)\/assessment_qti\.xml$/.exec(path)?.[1] ?? ""));
};

const itemsOf = (document: XmlDocument, source: Source): readonly ReadItem[] => {
  const assessments = elementsBelow(document.root, "assessment", "objectbank");
  if (assessments.length === 0) return sectionItems(document.root, { document, source, category: [] });
  return assessments.flatMap((assessment) => {
    const title = (assessment.attributes.title ?? "").trim();
    const rules = quizRules(assessment, document, source);
    return sectionItems(assessment, { document, source, category: title === "" ? [] : [title], rules });
  });
};

const sectionItems = (parent: XmlElement, context: ItemContext): readonly ReadItem[] =>
  elementsOf(parent).flatMap((element) => {
    switch (element.name) {
      case "item":
        return [qti1Item(element, context)];
      case "section":
        return groupItems(element, context);
      case "bankentry_item":
      case "itemref":
        return [
          missingBank(
            element,
            element.attributes.sourcebank_ref ?? element.attributes.linkrefid ?? "",
            context,
          ),
        ];
      default:
        return [];
    }
  });

const groupItems = (section: XmlElement, context: ItemContext): readonly ReadItem[] => {
  // Not that of a section inside.
  const selection = elementAt(section, "selection_ordering", "selection");
  const number = elementAt(section, "selection_ordering", "selection", "selection_number");
  const points = elementAt(
    section,
    "selection_ordering",
    "selection",
    "selection_extension",
    "points_per_item",
  );
  const of = elementsBelow(section, "item").length;
  const drawn = number && {
    group: `${section.line} ${section.attributes.ident ?? ""}`,
    count: textIn(number).trim(),
    of,
  };
  const bank = selection && elementAt(selection, "sourcebank_ref");
  const items = sectionItems(section, {
    ...context,
    ...(drawn && { drawn }),
    ...(points && { points: textIn(points).trim() }),
  });
  return bank && of === 0 ? [...items, missingBank(section, textIn(bank).trim(), context)] : items;
};

const missingBank = (element: XmlElement, name: string, { document }: ItemContext): ReadItem => ({
  place: { file: document.file, line: element.line },
  what: element.attributes.title || "a question of a bank",
  why: `stands in the bank ${JSON.stringify(name)}, which is not in the file: export the bank too`,
});

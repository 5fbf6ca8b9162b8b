import { posix } from "node:path";
import { elementAt, elementsOf, type XmlElement } from "../../foreign/xml.ts";
import type { Drawn, TestRules } from "../model.ts";
import type { XmlDocument } from "../xml-documents.ts";
import { asQti2 } from "./normal.ts";

/** Where a test puts one of its items. */
export interface ItemPlace {
  /** Of the item's document. */
  readonly path: string;
  readonly drawn: Drawn | undefined;
}

/** A test of QTI 2 or 3: its items in their order. */
export interface Assessment {
  readonly title: string;
  readonly rules: TestRules | undefined;
  readonly places: readonly ItemPlace[];
}

export const assessmentOf = ({ path, root }: XmlDocument): Assessment => {
  const test = asQti2(root);
  const parts = elementsOf(test, "testPart");
  const sections = parts.flatMap((part) => elementsOf(part, "assessmentSection"));
  const isMixed = sections.length > 0 && sections.every(isShuffled);
  return {
    title: (test.attributes.title ?? "").trim(),
    rules: isMixed ? { isMixed } : undefined,
    places: (parts.length > 0 ? parts : [test]).flatMap((part) => placesIn(part, posix.dirname(path))),
  };
};

const isShuffled = (section: XmlElement): boolean =>
  elementAt(section, "ordering")?.attributes.shuffle === "true";

const held = ["assessmentItemRef", "assessmentSection"];

/** Items of a section and of those inside it; what the outermost draw takes from is its group. */
const placesIn = (element: XmlElement, folder: string): readonly ItemPlace[] => {
  const children = elementsOf(element).filter(({ name }) => held.includes(name));
  const places = children.flatMap((child) =>
    child.name === "assessmentItemRef"
      ? [{ path: posix.join(folder, child.attributes.href ?? ""), drawn: undefined }]
      : placesIn(child, folder),
  );
  const select = elementAt(element, "selection")?.attributes.select?.trim();
  if (element.name !== "assessmentSection" || select === undefined) return places;
  // Of sections, whole ones are drawn.
  const isOfItems = children.every(({ name }) => name === "assessmentItemRef");
  const count = isOfItems ? select : `${select} of its sections`;
  const group = `${folder} ${element.line} ${element.attributes.identifier ?? ""}`;
  return places.map(({ path }) => ({ path, drawn: { group, count, of: places.length } }));
};

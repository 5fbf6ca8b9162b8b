import { elementAt, elementsBelow, elementsOf, textIn, type XmlElement } from "../../foreign/xml.ts";

/** What an item says is right for one of its responses. */
export interface ResponseKey {
  readonly cardinality: string;
  readonly baseType: string;
  /** Of the correct response; else of the rules that give points; empty: nothing is said. */
  readonly right: readonly string[];
  /** Whether several values in `right` are each right alone, as rules say that ask for one after the other. */
  readonly isEither: boolean;
  /** Points by value; undefined: the item does not give them by a mapping. */
  readonly mapping: ReadonlyMap<string, number> | undefined;
  readonly isCaseSensitive: boolean;
  /** How far a number may be off: `2` or `5%`; empty: not at all. */
  readonly within: string;
  /** A range that the rules take; undefined: they name none. */
  readonly range: { readonly low: string; readonly high: string } | undefined;
}

export const keyOf = (item: XmlElement, identifier: string): ResponseKey => {
  const declaration = elementsOf(item, "responseDeclaration").find(
    ({ attributes }) => attributes.identifier === identifier,
  );
  const processing = elementAt(item, "responseProcessing");
  const mapping = declaration && elementAt(declaration, "mapping");
  const entries = mapping ? elementsOf(mapping, "mapEntry") : [];
  const correct = declaration ? valuesOf(declaration) : [];
  const matched = processing ? matchedBy(processing, identifier) : [];
  return {
    cardinality: declaration?.attributes.cardinality ?? "",
    baseType: declaration?.attributes.baseType ?? "",
    right: correct.length > 0 ? correct : matched,
    isEither: correct.length === 0,
    mapping:
      entries.length > 0 && usesMapping(processing)
        ? new Map(
            entries.map(({ attributes }) => [attributes.mapKey ?? "", Number(attributes.mappedValue ?? 0)]),
          )
        : undefined,
    isCaseSensitive:
      entries.length === 0 || entries.some(({ attributes }) => attributes.caseSensitive !== "false"),
    within: processing ? toleranceOf(processing, identifier) : "",
    range: processing ? rangeOf(processing, identifier) : undefined,
  };
};

const valuesOf = (declaration: XmlElement): readonly string[] =>
  elementsOf(elementAt(declaration, "correctResponse") ?? { ...declaration, children: [] }, "value")
    .map((value) => textIn(value).trim())
    .filter((value) => value !== "");

const usesMapping = (processing: XmlElement | undefined): boolean =>
  processing === undefined ||
  /map_response/.test(processing.attributes.template ?? "") ||
  elementsBelow(processing, "mapResponse").length > 0;

/** Whether an element names the response first. */
const isAbout = (element: XmlElement, identifier: string): boolean =>
  elementsOf(element).some(
    ({ name, attributes }) => name === "variable" && attributes.identifier === identifier,
  );

/** Values that a rule asks for which then raises the score. */
const matchedBy = (processing: XmlElement, identifier: string): readonly string[] =>
  branchesOf(processing)
    .filter(isScoring)
    .flatMap((branch) => {
      const condition = elementsOf(branch)[0];
      if (!condition || condition.name === "not") return [];
      const matches =
        condition.name === "match"
          ? [condition]
          : elementsBelow(condition, "match", "not").filter(({ name }) => name === "match");
      return matches
        .filter((match) => isAbout(match, identifier))
        .flatMap((match) => elementsBelow(match, "baseValue").map((value) => textIn(value).trim()));
    });

/** The branches of all rules, those inside others too. */
const branchesOf = (element: XmlElement): readonly XmlElement[] =>
  elementsOf(element).flatMap((child) =>
    ["responseIf", "responseElseIf"].includes(child.name) ? [child, ...branchesOf(child)] : branchesOf(child),
  );

const isScoring = (branch: XmlElement): boolean =>
  elementsOf(branch, "setOutcomeValue").some((set) => {
    if (!/^SCORE/.test(set.attributes.identifier ?? "")) return false;
    const [value] = elementsBelow(set, "baseValue");
    return value === undefined ? elementsBelow(set, "variable").length > 0 : Number(textIn(value)) > 0;
  });

const toleranceOf = (processing: XmlElement, identifier: string): string => {
  const equal = elementsBelow(processing, "equal").find((each) => isAbout(each, identifier));
  const mode = equal?.attributes.toleranceMode ?? "exact";
  const [low = "", high = low] = (equal?.attributes.tolerance ?? "").trim().split(/\s+/);
  if (mode === "exact" || low === "") return "";
  if (low !== high) return "unequal";
  return mode === "relative" ? `${low}%` : low;
};

const rangeOf = (processing: XmlElement, identifier: string): ResponseKey["range"] => {
  const bound = (...names: readonly string[]): string | undefined => {
    const found = elementsBelow(processing, ...names).filter((each) => isAbout(each, identifier));
    const [value] = found.length === 1 && found[0] ? elementsBelow(found[0], "baseValue") : [];
    return value && textIn(value).trim();
  };
  const [low, high] = [bound("gte", "gt"), bound("lte", "lt")];
  return low === undefined || high === undefined ? undefined : { low, high };
};

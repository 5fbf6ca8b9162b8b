import { elementAt, elementsBelow, elementsOf, textIn, type XmlElement } from "../../foreign/xml.ts";
import type { Texts } from "../texts.ts";
import { htmlIn } from "./body-html.ts";

/** What an item says that it counts; empty: nothing, or 0. */
export const mostPoints = (item: XmlElement): string => {
  const most = elementsOf(item, "outcomeDeclaration").find(
    ({ attributes }) => attributes.identifier === "MAXSCORE",
  );
  const written = most ? textIn(elementAt(most, "defaultValue", "value")).trim() : "";
  return Number(written) > 0 ? written : "";
};

/** Feedback that everybody sees, whatever the answer; that of other rules is lost, and said. */
export const generalFeedback = (item: XmlElement, texts: Texts): string => {
  const all = elementsOf(item, "modalFeedback");
  const always = alwaysSet(elementAt(item, "responseProcessing"));
  const general = all.filter(
    ({ attributes }) =>
      attributes.showHide !== "hide" &&
      always.get(attributes.outcomeIdentifier ?? "") === (attributes.identifier ?? ""),
  );
  if (general.length < all.length) texts.lose("loses feedback that is shown by rules of its own");
  return general.map((feedback) => texts.html(htmlIn(feedback))).join("\n\n");
};

/** Outcomes that get a value without any condition. */
const alwaysSet = (processing: XmlElement | undefined): ReadonlyMap<string, string> =>
  new Map(
    (processing ? elementsOf(processing, "setOutcomeValue") : []).flatMap((set) => {
      const [value] = elementsBelow(set, "baseValue");
      return value ? [[set.attributes.identifier ?? "", textIn(value).trim()] as const] : [];
    }),
  );

import { elementsBelow, type XmlElement } from "../../foreign/xml.ts";
import { acceptOf } from "../bodies.ts";
import type { Body } from "../choices.ts";
import type { Texts } from "../texts.ts";
import { htmlOf, type Part } from "./materials.ts";
import { type Rule, valuesOf } from "./scoring.ts";

export interface ItemParts {
  /** As Canvas or Blackboard name it; empty: it is told by what the item holds. */
  readonly type: string;
  readonly parts: readonly Part[];
  readonly rules: readonly Rule[];
  readonly texts: Texts;
}

export interface ItemBody {
  readonly text: string;
  readonly body: Exclude<Body, string>;
  /** Markdown of answers by their idents. */
  readonly answerTexts: ReadonlyMap<string, string>;
}

export interface LabelledChoice {
  readonly ident: string;
  /** Markdown. */
  readonly text: string;
  /** It keeps its place where answers are shuffled. */
  readonly isFixed: boolean;
}

/** Canvas leaves behind choices that were emptied. */
export const labelsOf = (response: XmlElement, texts: Texts): readonly LabelledChoice[] =>
  elementsBelow(response, "response_label")
    .map((label) => ({
      ident: label.attributes.ident ?? "",
      text: texts.html(htmlOf(label)),
      isFixed: /^no$/i.test(label.attributes.rshuffle ?? ""),
    }))
    .filter(({ text }) => text !== "");

export const rightsOf = (response: string, rules: readonly Rule[]): readonly string[] => [
  ...new Set(rules.flatMap((rule) => valuesOf(rule, response))),
];

export const typedBody = (rules: readonly Rule[], response?: string): Body => {
  const asked = rules
    .flatMap((rule) => rule.asked)
    .filter((each) => (response ?? each.response) === each.response);
  if (asked.some(({ test }) => test !== "varequal"))
    return "compares its answer in a way that is not known here";
  const right = asked.filter(({ isForbidden }) => !isForbidden);
  // A star in such a file is a star.
  const values = right.map(({ value }) => value.replaceAll("*", "\\*"));
  return acceptOf(
    values,
    right.some(({ isExact }) => isExact),
  );
};

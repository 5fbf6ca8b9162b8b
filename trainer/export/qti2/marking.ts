import { element, type XmlNode } from "../xml.ts";
import type { Dialect } from "./dialect.ts";

/** How an item gives its points. */
export type Marking =
  /** The answer is the right one, as a whole. */
  | { readonly kind: "match" }
  /** Each part of the answer has points, which are declared with it. */
  | { readonly kind: "map" }
  /** All conditions are met; or each gives its share. */
  | { readonly kind: "conditions"; readonly conditions: readonly XmlNode[]; readonly isShared: boolean };

export const only = "RESPONSE";

const variable = (identifier: string): XmlNode => element("variable", { identifier });

export const float = (value: string): XmlNode => element("baseValue", { baseType: "float" }, value);

export const isRight = (identifier: string): XmlNode =>
  element("match", {}, variable(identifier), element("correct", { identifier }));

export const isAccepted = (identifier: string): XmlNode =>
  element("gt", {}, element("mapResponse", { identifier }), float("0"));

/** @param within `0.5`, or `5%` of the right number; left out: exactly. */
export const isNear = (identifier: string, within: string | undefined): XmlNode => {
  const width = within?.replace("%", "") ?? "";
  const mode = within === undefined ? "exact" : within.endsWith("%") ? "relative" : "absolute";
  const tolerance = within === undefined ? {} : { tolerance: `${width} ${width}` };
  return element(
    "equal",
    { toleranceMode: mode, ...tolerance },
    variable(identifier),
    element("correct", { identifier }),
  );
};

const scored = (...value: readonly XmlNode[]): XmlNode =>
  element("setOutcomeValue", { identifier: "SCORE" }, ...value);

const when = (condition: XmlNode, then: XmlNode): XmlNode =>
  element("responseCondition", {}, element("responseIf", {}, condition, then));

interface MarkedItem {
  readonly marking: Marking;
  /** Of the whole item. */
  readonly points: string;
  readonly hasFeedback: boolean;
}

/** The rules that give an item its score; those that systems know by a name are only named. */
export const responseProcessing = (
  { marking, points, hasFeedback }: MarkedItem,
  { template }: Dialect,
): XmlNode => {
  if (!hasFeedback && marking.kind === "map") {
    return element("responseProcessing", { template: template("map_response") });
  }
  if (!hasFeedback && marking.kind === "match" && points === "1") {
    return element("responseProcessing", { template: template("match_correct") });
  }
  const shown = element(
    "setOutcomeValue",
    { identifier: "FEEDBACK" },
    element("baseValue", { baseType: "identifier" }, "general"),
  );
  return element("responseProcessing", {}, ...rulesOf(marking, points), ...(hasFeedback ? [shown] : []));
};

const rulesOf = (marking: Marking, points: string): readonly XmlNode[] => {
  switch (marking.kind) {
    case "match":
      return [when(isRight(only), scored(float(points)))];
    case "map":
      return [scored(element("mapResponse", { identifier: only }))];
    case "conditions": {
      const { conditions, isShared } = marking;
      const [first] = conditions;
      if (!isShared || !first) {
        const all = conditions.length === 1 && first ? first : element("and", {}, ...conditions);
        return [when(all, scored(float(points)))];
      }
      const share = float(String(Number(points) / conditions.length));
      return conditions.map((condition) =>
        when(condition, scored(element("sum", {}, variable("SCORE"), share))),
      );
    }
  }
};

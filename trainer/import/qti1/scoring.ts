import { elementAt, elementsBelow, elementsOf, textIn, type XmlElement } from "../../foreign/xml.ts";

/** One answer that a rule asks for, or forbids. */
export interface Asked {
  readonly response: string;
  readonly value: string;
  /** `varequal`, `vargte` … */
  readonly test: string;
  readonly isForbidden: boolean;
  readonly isExact: boolean;
}

/** A rule that gives points. */
export interface Rule {
  readonly points: number;
  readonly asked: readonly Asked[];
}

const tests = ["varequal", "varsubset", "varsubstring", "vargt", "vargte", "varlt", "varlte"];

/** The rules of an item that give points. Blackboard says of some only that they are the right ones. */
export const rulesOf = (item: XmlElement): readonly Rule[] =>
  elementsBelow(item, "respcondition").flatMap((condition): readonly Rule[] => {
    const variable = elementAt(condition, "conditionvar");
    if (!variable) return [];
    const points = pointsOf(condition);
    return points > 0 ? [{ points, asked: askedIn(variable, false) }] : [];
  });

const pointsOf = (condition: XmlElement): number => {
  const given = elementsOf(condition, "setvar").map((setvar) => {
    const text = textIn(setvar).trim();
    const sign = setvar.attributes.action === "Subtract" ? -1 : 1;
    return /^SCORE\.max$/i.test(text) ? 100 : sign * Number(text.replace(",", "."));
  });
  const sum = given.filter(Number.isFinite).reduce((total, value) => total + value, 0);
  if (given.length > 0) return sum;
  const isRight = elementsOf(condition, "displayfeedback").some(
    ({ attributes }) => attributes.linkrefid === "correct",
  );
  return isRight ? 100 : 0;
};

const askedIn = (element: XmlElement, isForbidden: boolean): readonly Asked[] =>
  elementsOf(element).flatMap((child) => {
    if (child.name === "not") return askedIn(child, !isForbidden);
    if (!tests.includes(child.name)) return askedIn(child, isForbidden);
    const { respident = "", case: exact = "" } = child.attributes;
    return [
      {
        response: respident,
        value: textIn(child).trim(),
        test: child.name,
        isForbidden,
        isExact: /^yes$/i.test(exact),
      },
    ];
  });

/** The values that a rule asks for. */
export const valuesOf = ({ asked }: Rule, response?: string): readonly string[] =>
  asked
    .filter(
      (each) =>
        !each.isForbidden && each.test === "varequal" && (response ?? each.response) === each.response,
    )
    .map(({ value }) => value);

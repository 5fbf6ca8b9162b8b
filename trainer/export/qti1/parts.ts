import { outOf } from "../../../course/grading/fraction.ts";
import { sumOfDecimals } from "../../import/decimals.ts";
import type { Choice, NeutralQuestion, QuestionBody, RightNumber } from "../../import/model.ts";
import { percentOf } from "../fit/shares.ts";
import { wordsOf } from "../markup.ts";
import { element, type XmlNode } from "../xml.ts";
import {
  addedPoints,
  allPoints,
  condition,
  equal,
  htmlMaterial,
  type ItemHtml,
  plainMaterial,
} from "./material.ts";

/** What an item shows and how its answer is marked. */
export interface ItemParts {
  /** HTML. */
  readonly text: string;
  readonly responses: readonly XmlNode[];
  readonly rules: readonly XmlNode[];
}

const only = "response1";

/** @param ident of the item: idents of answers begin with it, as they are unique in a file. */
export const partsOf = (question: NeutralQuestion, ident: string, html: ItemHtml): ItemParts => {
  const text = html(question.text);
  switch (question.type) {
    case "single":
    case "multiple":
      return { text, ...choiceParts(question, ident, html) };
    case "number":
      return {
        text,
        responses: [field({ fibtype: "Decimal" })],
        rules: [question.number, ...(question.also ?? [])].map(numberRule),
      };
    case "text": {
      const exact = question.exact ? { case: "Yes" } : undefined;
      const asked = question.accept.map((accepted) => equal(only, accepted, exact));
      return { text, responses: [field()], rules: [condition("No", asked, allPoints)] };
    }
    case "match":
      return { text, ...pairParts(question, ident, html) };
    case "blanks":
      return blankParts(question, ident, text);
    default:
      throw new RangeError(`QTI 1.2 holds no question of the type ${question.type}.`);
  }
};

const label = (ident: string, material: XmlNode, isFixed?: boolean): XmlNode =>
  element("response_label", { ident, ...(isFixed && { rshuffle: "No" }) }, material);

const field = (attributes: Readonly<Record<string, string>> = {}): XmlNode =>
  element(
    "response_str",
    { ident: only, rcardinality: "Single" },
    element("render_fib", attributes, element("response_label", { ident: "answer1" })),
  );

type Body<T extends QuestionBody["type"]> = Extract<QuestionBody, { readonly type: T }>;
type Answered = Omit<ItemParts, "text">;

const choiceParts = (
  question: Body<"single"> | Body<"multiple">,
  ident: string,
  html: ItemHtml,
): Answered => {
  const isMultiple = question.type === "multiple";
  const right = question.type === "multiple" ? question.right : [question.right];
  const identOf = ({ id }: Choice): string => `${ident}_${id}`;
  const labels = question.answers.map((answer) =>
    label(identOf(answer), htmlMaterial(html(answer.text)), answer.isFixed),
  );
  const asked = question.answers.map((answer) => ({
    isRight: right.includes(answer.id),
    test: equal(only, identOf(answer)),
  }));
  const whole = element(
    "and",
    {},
    ...asked.map(({ isRight, test }) => (isRight ? test : element("not", {}, test))),
  );
  const also = question.type === "single" ? (question.also ?? []) : [];
  const accepted = question.answers.filter(({ id }) => right.includes(id) || also.includes(id));
  return {
    responses: [
      element(
        "response_lid",
        { ident: only, rcardinality: isMultiple ? "Multiple" : "Single" },
        element("render_choice", {}, ...labels),
      ),
    ],
    rules: isMultiple
      ? [condition("No", [whole], allPoints)]
      : accepted.map((answer) => condition("No", [equal(only, identOf(answer))], allPoints)),
  };
};

const numberRule = ({ value, within = "0" }: RightNumber): XmlNode => {
  const bound = (name: string, width: string): XmlNode =>
    element(name, { respident: only }, sumOfDecimals(value, width) ?? value);
  const range = element("and", {}, bound("vargte", `-${within}`), bound("varlte", within));
  return condition("No", [element("or", {}, equal(only, value), range)], allPoints);
};

const shareOf = (count: number): XmlNode => addedPoints(percentOf(outOf(1, count)));

const pairParts = ({ pairs, others }: Body<"match">, ident: string, html: ItemHtml): Answered => {
  const words = [...new Set([...pairs.map(({ right }) => right), ...others].map(wordsOf))];
  const labels = words.map((text, index) => label(`${ident}_r${index + 1}`, plainMaterial(text)));
  const responses = pairs.map(({ left }, index) =>
    element(
      "response_lid",
      { ident: `response_${index + 1}` },
      htmlMaterial(html(left)),
      element("render_choice", {}, ...labels),
    ),
  );
  const rules = pairs.map(({ right }, index) =>
    condition(
      "Yes",
      [equal(`response_${index + 1}`, `${ident}_r${words.indexOf(wordsOf(right)) + 1}`)],
      shareOf(pairs.length),
    ),
  );
  return { responses, rules };
};

/** Canvas marks a blank in the text by its name: `The [blank1] sky`. */
const blankParts = ({ blanks }: Body<"blanks">, ident: string, html: string): ItemParts => {
  const before = nameNotIn(html);
  const text = html.replaceAll(/\[\[(\w+)\]\]/g, (whole, mark: string) =>
    blanks.has(mark) ? `[${before}${mark}]` : whole,
  );
  const all = [...blanks].map(([mark, blank]) => {
    const response = `response_${before}${mark}`;
    const choices =
      "answers" in blank
        ? blank.answers.map((choice) => ({ text: wordsOf(choice.text), isRight: choice.id === blank.right }))
        : ("accept" in blank ? blank.accept : []).map((accepted) => ({ text: accepted, isRight: true }));
    const identOf = (index: number): string => `${ident}_${mark}_${index + 1}`;
    const labels = choices.map((choice, index) => label(identOf(index), plainMaterial(choice.text)));
    const right = choices.findIndex(({ isRight }) => isRight);
    return {
      response: element(
        "response_lid",
        { ident: response },
        element("material", {}, element("mattext", {}, `${before}${mark}`)),
        element("render_choice", {}, ...labels),
      ),
      rule: condition("Yes", [equal(response, identOf(right))], shareOf(blanks.size)),
    };
  });
  return { text, responses: all.map(({ response }) => response), rules: all.map(({ rule }) => rule) };
};

/** The beginning of names that nothing else in a text has. */
const nameNotIn = (text: string): string => {
  let name = "blank";
  while (text.includes(`[${name}`)) name += "_";
  return name;
};

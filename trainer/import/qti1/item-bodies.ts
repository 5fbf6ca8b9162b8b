import { elementAt, elementsBelow, type XmlElement } from "../../foreign/xml.ts";
import { matchOfPairs } from "../bodies.ts";
import { type Body, bodyWithFixed, multipleOf, noRight, weighedOf } from "../choices.ts";
import type { Texts } from "../texts.ts";
import { markedBlanks, typedBlanks } from "./blanks.ts";
import {
  type ItemBody,
  type ItemParts,
  type LabelledChoice,
  labelsOf,
  rightsOf,
  typedBody,
} from "./item-parts.ts";
import { htmlOf } from "./materials.ts";
import { numberByRules } from "./numbers.ts";
import { type Rule, valuesOf } from "./scoring.ts";

/** Types that no question here can stand for, by their names without case and signs. */
const unreadable: readonly (readonly [RegExp, string])[] = [
  [/essay|longanswer/, "is an essay, which no rule can grade"],
  [/file_?upload|fileresponse/, "asks for a file, which no rule can grade"],
  [/text_?only/, "is a text, which asks nothing"],
  [
    /calculated|arithmetic/,
    "has numbers that are made up for each student; a question here is the same for all",
  ],
  [/hot_?spot/, "is answered on a picture"],
];

/** A text: why it becomes no question. */
export const bodyOfItem = (item: ItemParts): ItemBody | string => {
  const type = item.type.toLowerCase().replaceAll(/[\s/-]+/g, "_");
  const unread = unreadable.find(([pattern]) => pattern.test(type));
  if (unread) return unread[1];
  const responses = item.parts.flatMap((part) => ("response" in part ? [part.response] : []));
  const [first, ...others] = responses;
  if (!first) return "asks for no answer";
  const isChoice = first.name === "response_lid" || first.name === "response_grp";
  if (type === "fill_in_multiple_blanks_question" || type === "multiple_dropdowns_question") {
    return markedBlanks(item, responses, type === "multiple_dropdowns_question");
  }
  if (isChoice) return others.length > 0 ? pairsOf(item, responses) : choiceOf(item, first);
  if (item.rules.length === 0)
    return isTyped(first) ? "has no rule that grades its answer (an essay?)" : noRight;
  return others.length > 0 ? typedBlanks(item, responses) : typedOf(item, first, type);
};

const isTyped = (response: XmlElement): boolean => response.name === "response_str";

const textOf = ({ parts, texts }: ItemParts): string =>
  parts
    .flatMap((part) => ("html" in part ? [texts.html(part.html)] : []))
    .filter((text) => text !== "")
    .join("\n\n");

const choiceOf = (item: ItemParts, response: XmlElement): ItemBody | string => {
  const { rules, texts } = item;
  const text = textOf(item);
  const choices = labelsOf(response, texts);
  const isMultiple = /^multiple$/i.test(response.attributes.rcardinality ?? "");
  const body = bodyWithFixed(
    isMultiple ? severalOf(choices, rules, texts) : oneOf(choices, rules, texts),
    choices.map(({ isFixed }) => isFixed),
  );
  if (typeof body === "string") return body;
  return { text, body, answerTexts: new Map(choices.map(({ ident, text: shown }) => [ident, shown])) };
};

/** What a choice alone is worth. */
const worthOf = (ident: string, rules: readonly Rule[]): number =>
  rules
    .filter((rule) => valuesOf(rule).includes(ident) && rule.asked.every(({ isForbidden }) => !isForbidden))
    .reduce((most, { points }) => Math.max(most, points), 0);

const oneOf = (choices: readonly LabelledChoice[], rules: readonly Rule[], texts: Texts): Body => {
  const worth = choices.map(({ ident }) => worthOf(ident, rules));
  const most = Math.max(0, ...worth);
  if (most === 0) return noRight;
  const options = choices.map(({ text }, index) => ({
    text,
    percent: String(((worth[index] ?? 0) / most) * 100),
  }));
  return weighedOf(options, true, (what) => texts.lose(what));
};

/** All or nothing, when one rule names all right answers; or each right answer by a rule of its own. */
const severalOf = (choices: readonly LabelledChoice[], rules: readonly Rule[], texts: Texts): Body => {
  const isWhole = (rule: Rule): boolean =>
    valuesOf(rule).length > 1 || rule.asked.some(({ isForbidden }) => isForbidden);
  const whole = rules.filter(isWhole);
  const placesOf = (idents: readonly string[]): readonly number[] =>
    choices.flatMap(({ ident }, index) => (idents.includes(ident) ? [index] : []));
  const shown = choices.map(({ text }) => text);
  if (whole.length > 1) return "has several rules for which answers together are right";
  if (whole[0]) return multipleOf(shown, placesOf(valuesOf(whole[0])));
  const worth = choices.map(({ ident }) => worthOf(ident, rules));
  const sum = worth.reduce((total, points) => total + points, 0);
  if (sum === 0) return noRight;
  const options = choices.map(({ text }, index) => ({
    text,
    percent: String(((worth[index] ?? 0) / sum) * 100),
  }));
  return weighedOf(options, false, (what) => texts.lose(what));
};

/** Each left side is a response of its own, with its text beside the choices. */
const pairsOf = (item: ItemParts, responses: readonly XmlElement[]): ItemBody | string => {
  const { rules, texts } = item;
  const pairs: { left: string; right: string }[] = [];
  const offered = new Set<string>();
  for (const response of responses) {
    const choices = labelsOf(response, texts);
    for (const { text } of choices) offered.add(text);
    const left = texts.html(htmlOf(elementAt(response, "material")));
    const right = rightsOf(response.attributes.ident ?? "", rules);
    const found = choices.filter(({ ident }) => right.includes(ident));
    // Canvas leaves behind pairs that were emptied.
    if (left === "" && found.length === 0) continue;
    if (left === "") return "has choices without a text beside them";
    if (found.length !== 1)
      return right.length === 0 ? noRight : `has ${found.length} right answers for ${JSON.stringify(left)}`;
    pairs.push({ left, right: found[0]?.text ?? "" });
  }
  const body = matchOfPairs([...pairs, ...[...offered].map((right) => ({ left: "", right }))], true);
  return typeof body === "string" ? body : { text: textOf(item), body, answerTexts: new Map() };
};

const typedOf = (item: ItemParts, response: XmlElement, type: string): ItemBody | string => {
  const [fib] = elementsBelow(response, "render_fib");
  const isNumber =
    /numeric/.test(type) || /^(?:decimal|integer|scientific)$/i.test(fib?.attributes.fibtype ?? "");
  const body = isNumber ? numberByRules(item.rules, item.texts) : typedBody(item.rules);
  return typeof body === "string" ? body : { text: textOf(item), body, answerTexts: new Map() };
};

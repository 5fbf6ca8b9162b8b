import { elementAt, elementsBelow, elementsOf, type XmlElement } from "../../foreign/xml.ts";
import { acceptOf, matchOfPairs, numberAmong, numberWithin, orderOfTexts } from "../bodies.ts";
import {
  type Body,
  bodyWithFixed,
  choicesOf,
  dropdownOf,
  multipleOf,
  noRight,
  singleOf,
  weighedOf,
} from "../choices.ts";
import { decimalText, middleOf } from "../decimals.ts";
import type { Blank, RightNumber } from "../model.ts";
import type { Texts } from "../texts.ts";
import { htmlIn } from "./body-html.ts";
import { keyOf, type ResponseKey } from "./responses.ts";

/** An interaction with what its item says is right. */
export interface Interaction {
  readonly element: XmlElement;
  readonly key: ResponseKey;
  readonly texts: Texts;
}

export const interactionOf = (item: XmlElement, element: XmlElement, texts: Texts): Interaction => ({
  element,
  key: keyOf(item, element.attributes.responseIdentifier ?? ""),
  texts,
});

interface Named {
  readonly identifier: string;
  readonly text: string;
  readonly isFixed: boolean;
}

const namedOf = ({ element, texts }: Interaction, ...names: readonly string[]): readonly Named[] =>
  elementsBelow(element, ...names).map((choice) => ({
    identifier: choice.attributes.identifier ?? "",
    text: texts.html(htmlIn(choice)),
    isFixed: choice.attributes.fixed === "true",
  }));

export const choiceBody = (interaction: Interaction, hear: (answer: string, html: string) => void): Body => {
  const { element } = interaction;
  const choices = namedOf(interaction, "simpleChoice");
  for (const [index, choice] of elementsBelow(element, "simpleChoice").entries()) {
    for (const said of elementsBelow(choice, "feedbackInline", "feedbackBlock"))
      hear(choices[index]?.text ?? "", htmlIn(said));
  }
  return bodyWithFixed(
    markedBody(interaction, choices),
    choices.map(({ isFixed }) => isFixed),
  );
};

const markedBody = ({ element, key, texts }: Interaction, choices: readonly Named[]): Body => {
  const shown = choices.map(({ text }) => text);
  const places = key.right.map((value) => choices.findIndex(({ identifier }) => identifier === value));
  if (places.includes(-1)) return "names a right answer that is not among its answers";
  const isSingle = key.cardinality === "single" || element.attributes.maxChoices === "1";
  const mapped = key.mapping ? [...key.mapping.values()].filter((points) => points > 0) : [];
  if (key.mapping && mapped.length > 0) {
    const full = isSingle ? Math.max(...mapped) : mapped.reduce((sum, points) => sum + points, 0);
    const percents = choices.map(({ identifier }) =>
      String((100 * (key.mapping?.get(identifier) ?? 0)) / full),
    );
    const options = shown.map((text, index) => ({ text, percent: percents[index] ?? "0" }));
    return weighedOf(options, isSingle, (what) => texts.lose(what));
  }
  if (places.length === 0) return noRight;
  if (!isSingle) return multipleOf(shown, places);
  return places.length > 1
    ? `has ${places.length} right answers, of which one is chosen`
    : singleOf(shown, places[0] ?? -1);
};

export const orderBody = (interaction: Interaction): Body => {
  const choices = namedOf(interaction, "simpleChoice");
  const order = interaction.key.right.map(
    (value) => choices.find(({ identifier }) => identifier === value)?.text ?? "",
  );
  if (order.length === 0) return noRight;
  if (order.length < choices.length || order.includes(""))
    return "has a right order that leaves out some of its things";
  return orderOfTexts(order);
};

export const matchBody = (interaction: Interaction): Body => {
  const [left, right] = elementsOf(interaction.element, "simpleMatchSet").map((set) =>
    namedOf({ ...interaction, element: set }, "simpleAssociableChoice"),
  );
  const pairs = pairsOf(interaction.key);
  if (!left || !right) return "has not two sides to match";
  if ([...left, ...right].some(({ text }) => text === ""))
    return "has something to match that holds no text and no picture";
  if (pairs.length === 0) return noRight;
  const isShared = interaction.key.mapping !== undefined;
  const forth = sidesOf(left, right, pairs);
  const back = sidesOf(
    right,
    left,
    pairs.map(([from, to]) => [to, from] as const),
  );
  const sides = forth ?? back;
  return sides ? matchOfPairs(sides, isShared) : "has something that matches several others, or none";
};

const pairsOf = ({ right, mapping }: ResponseKey): readonly (readonly [string, string])[] => {
  const mapped = [...(mapping ?? [])].filter(([, points]) => points > 0).map(([pair]) => pair);
  return (right.length > 0 ? right : mapped).map((pair) => {
    const [from = "", to = ""] = pair.split(/\s+/);
    return [from, to] as const;
  });
};

/** Each of the left once, with its right side; and what is left over on the right. */
const sidesOf = (
  left: readonly Named[],
  right: readonly Named[],
  pairs: readonly (readonly [string, string])[],
) => {
  const found = left.map(({ identifier, text }) => {
    const [own, ...others] = pairs.filter(([from]) => from === identifier);
    const answer = right.find((each) => each.identifier === own?.[1]);
    return answer && others.length === 0 && text !== "" ? { left: text, right: answer.text } : undefined;
  });
  if (found.some((pair) => pair === undefined)) return undefined;
  const rest = right.map(({ text }) => ({ left: "", right: text }));
  return [...found.flatMap((pair) => pair ?? []), ...rest];
};

/** What is typed: a number or a text. */
export const typedBody = ({ key, texts }: Interaction): Body => {
  if (key.baseType === "float" || key.baseType === "integer") return numberBody(key);
  if (key.range) return numberBody(key);
  const points = [...(key.mapping ?? [])];
  const most = Math.max(0, ...points.map(([, value]) => value));
  if (points.some(([, value]) => value > 0 && value < most)) {
    texts.lose("loses the points for answers that are right in part: they count as wrong");
  }
  const mapped = points.filter(([, value]) => value === most && most > 0).map(([text]) => text);
  const accept = [...new Set([...key.right, ...mapped])].map((text) => text.replaceAll("*", "\\*"));
  return acceptOf(accept, key.isCaseSensitive);
};

const numberBody = ({ right, range, within, mapping }: ResponseKey): Body => {
  if (within === "unequal") return "takes numbers that are off by more on one side than on the other";
  if (right.length > 1) return `has ${right.length} right numbers, of which one is typed`;
  const mapped = [...(mapping ?? [])].filter(([, points]) => points > 0).map(([value]) => value);
  const values = right.length > 0 ? right : mapped;
  const ranged = values.length === 0 && range ? middleOf(range.low, range.high) : undefined;
  const numbers = ranged ? [tidied(ranged)] : values.map((value) => numberOf(value, within));
  return numberAmong(
    numbers.map((number) => ({ percent: "100", number })),
    () => {},
  );
};

const tidied = ({
  value,
  within,
}: {
  readonly value: string;
  readonly within: string;
}): RightNumber | undefined => numberWithin(value, within);

const numberOf = (value: string, within: string): RightNumber | undefined => {
  if (!within.endsWith("%")) return numberWithin(value, within);
  const [right, part] = [decimalText(value), decimalText(within.slice(0, -1))];
  return right === undefined || part === undefined ? undefined : { value: right, within: `${part}%` };
};

/** Words for a gap: all that are offered, in each gap. */
export const gapBlanks = (interaction: Interaction): ReadonlyMap<string, Blank> | string => {
  const words = namedOf(interaction, "gapText", "gapImg");
  const pairs = pairsOf(interaction.key);
  if (pairs.length === 0) return noRight;
  const blanks = new Map<string, Blank>();
  const answers = choicesOf(words.map(({ text }) => text));
  for (const gap of elementsBelow(interaction.element, "gap")) {
    const own = pairs.filter(([, to]) => to === gap.attributes.identifier);
    const place = words.findIndex(({ identifier }) => identifier === own[0]?.[0]);
    if (own.length !== 1 || place === -1) return "has a gap without one right word";
    blanks.set(gap.attributes.identifier ?? "", { answers, right: answers[place]?.id ?? "" });
  }
  return blanks;
};

export const inlineBlank = (interaction: Interaction): Blank | string => {
  const choices = namedOf(interaction, "inlineChoice");
  const { right } = interaction.key;
  const place = choices.findIndex(({ identifier }) => identifier === right[0]);
  return dropdownOf(choices, right.length === 1 ? place : -1);
};

export const promptOf = (element: XmlElement): string => {
  const prompt = elementAt(element, "prompt");
  return prompt ? htmlIn(prompt) : "";
};

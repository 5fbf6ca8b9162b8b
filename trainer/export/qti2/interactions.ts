import { type Fraction, fractionIn, one, outOf, times } from "../../../course/grading/fraction.ts";
import { weightIn } from "../../course-folder/questions/multiple.ts";
import type { Blank, Choice, NeutralQuestion, QuestionBody } from "../../import/model.ts";
import { percentOf } from "../fit/shares.ts";
import { element, type Markup, type XmlChild, type XmlNode, xmlFragment } from "../xml.ts";
import { line } from "./fit.ts";
import { isAccepted, isNear, isRight, type Marking, only } from "./marking.ts";

/** What an item shows, declares and is marked by. */
export interface ItemParts {
  readonly body: readonly XmlChild[];
  readonly declarations: readonly XmlNode[];
  readonly marking: Marking;
}

/** A text as HTML; that of several paragraphs, or with an element around it. */
export interface ItemHtml {
  block(markdown: string): string;
  inline(markdown: string): string;
}

type Named = (root: XmlNode) => XmlNode;

export const partsOf = (question: NeutralQuestion, html: ItemHtml, named: Named): ItemParts => {
  const text = markup(html.block(question.text));
  const points = fractionIn(question.points ?? "1") ?? one;
  switch (question.type) {
    case "single":
    case "multiple":
      return withText(text, choiceParts(question, points, html));
    case "number": {
      const { value, within } = question.number;
      const marking: Marking = { kind: "conditions", conditions: [isNear(only, within)], isShared: false };
      return {
        body: withField(text, named),
        declarations: [declared(only, "single", "float", [value])],
        marking,
      };
    }
    case "text":
      return {
        body: withField(text, named),
        declarations: [acceptedTexts(only, question, points)],
        marking: { kind: "map" },
      };
    case "match":
      return withText(text, pairParts(question, points, html));
    case "order": {
      const ids = question.order.map((_, index) => `c${index + 1}`);
      const choices = mixedOrder(ids).map((id) =>
        choice("simpleChoice", id, html.inline(question.order[ids.indexOf(id)] ?? "")),
      );
      const interaction = element(
        "orderInteraction",
        { responseIdentifier: only, shuffle: "true" },
        ...choices,
      );
      return {
        body: [text, interaction],
        declarations: [declared(only, "ordered", "identifier", ids)],
        marking: { kind: "match" },
      };
    }
    case "blanks":
      return blankParts(question, html, named);
  }
};

const withText = (text: Markup, parts: ItemParts): ItemParts => ({ ...parts, body: [text, ...parts.body] });

const markup = (html: string): Markup => ({ markup: html });

/** Not in the right order, also where a system does not shuffle. */
const mixedOrder = (ids: readonly string[]): readonly string[] => ids.toReversed();

const choice = (name: string, identifier: string, html: string, attributes = {}): XmlNode =>
  element(name, { identifier, ...attributes }, markup(html));

const offered = (name: string, { id, text, isFixed }: Choice, html: ItemHtml): XmlNode =>
  choice(name, id, html.inline(text), isFixed ? { fixed: "true" } : {});

/** The one field: in the place of a line in the text, else below it. */
const withField = (text: Markup, named: Named): readonly XmlChild[] => {
  const field = element("textEntryInteraction", { responseIdentifier: only });
  return text.markup.includes(line)
    ? [markup(text.markup.replace(line, () => xmlFragment(named(field))))]
    : [text, element("p", {}, field)];
};

const declared = (
  identifier: string,
  cardinality: "single" | "multiple" | "ordered",
  baseType: string,
  right: readonly string[],
  ...mapping: readonly XmlNode[]
): XmlNode =>
  element(
    "responseDeclaration",
    { identifier, cardinality, baseType },
    element("correctResponse", {}, ...right.map((value) => element("value", {}, value))),
    ...mapping,
  );

/** Points as a decimal number. */
const decimal = (points: Fraction): string => percentOf(times(points, outOf(1, 100)));

const mapped = (entries: readonly XmlNode[], points: Fraction): XmlNode =>
  element("mapping", { lowerBound: "0", upperBound: decimal(points), defaultValue: "0" }, ...entries);

const entry = (mapKey: string, points: Fraction, attributes = {}): XmlNode =>
  element("mapEntry", { mapKey, mappedValue: decimal(points), ...attributes });

type Body<T extends QuestionBody["type"]> = Extract<QuestionBody, { readonly type: T }>;

const choiceParts = (
  question: (Body<"single"> | Body<"multiple">) & Pick<NeutralQuestion, "isMixed">,
  points: Fraction,
  html: ItemHtml,
): ItemParts => {
  const isMultiple = question.type === "multiple";
  const right = question.type === "multiple" ? question.right : [question.right];
  const weights = question.type === "multiple" ? question.weights : undefined;
  const also = question.type === "single" ? (question.also ?? []) : [];
  const entries =
    also.length > 0
      ? [...right, ...also].map((id) => entry(id, points))
      : Object.entries(weights ?? {}).map(([id, share]) => entry(id, times(points, weightIn(share) ?? one)));
  const choices = question.answers.map((answer) => offered("simpleChoice", answer, html));
  const attributes = {
    responseIdentifier: only,
    shuffle: String(question.isMixed === true),
    maxChoices: isMultiple ? "0" : "1",
  };
  return {
    body: [element("choiceInteraction", attributes, ...choices)],
    declarations: [
      declared(
        only,
        isMultiple ? "multiple" : "single",
        "identifier",
        right,
        ...(entries.length > 0 ? [mapped(entries, points)] : []),
      ),
    ],
    marking: { kind: entries.length > 0 ? "map" : "match" },
  };
};

const acceptedTexts = (
  identifier: string,
  { accept, exact }: { readonly accept: readonly string[]; readonly exact?: boolean | undefined },
  points: Fraction,
): XmlNode => {
  const entries = accept.map((text) => entry(text, points, { caseSensitive: exact ? "true" : "false" }));
  return declared(identifier, "single", "string", accept.slice(0, 1), mapped(entries, points));
};

const pairParts = (
  { pairs, others, isShared }: Body<"match">,
  points: Fraction,
  html: ItemHtml,
): ItemParts => {
  const rights = [...new Set([...pairs.map(({ right }) => right), ...others])];
  const keys = pairs.map(({ right }, index) => `l${index + 1} r${rights.indexOf(right) + 1}`);
  const side = (name: string, texts: readonly string[], matchMax: string): XmlNode =>
    element(
      "simpleMatchSet",
      {},
      ...texts.map((text, index) =>
        choice("simpleAssociableChoice", `${name}${index + 1}`, html.inline(text), { matchMax }),
      ),
    );
  const entries = keys.map((key) => entry(key, times(points, outOf(1, keys.length))));
  return {
    body: [
      element(
        "matchInteraction",
        { responseIdentifier: only, shuffle: "true", maxAssociations: String(pairs.length) },
        side(
          "l",
          pairs.map(({ left }) => left),
          "1",
        ),
        side("r", rights, "0"),
      ),
    ],
    declarations: [
      declared(only, "multiple", "directedPair", keys, ...(isShared ? [mapped(entries, points)] : [])),
    ],
    marking: { kind: isShared ? "map" : "match" },
  };
};

/** Fields stand in the text itself. */
const blankParts = (
  { text, blanks, isShared }: Body<"blanks"> & { readonly text: string },
  html: ItemHtml,
  named: Named,
): ItemParts => {
  const written = html.block(text).replaceAll(/\[\[(\w+)\]\]/g, (whole, mark: string) => {
    const blank = blanks.get(mark);
    return blank === undefined ? whole : xmlFragment(named(blankField(identifierOf(mark), blank, html)));
  });
  const all = [...blanks].map(([mark, blank]) => [identifierOf(mark), blank] as const);
  return {
    body: [markup(written)],
    declarations: all.map(([identifier, blank]) => blankDeclaration(identifier, blank)),
    marking: {
      kind: "conditions",
      conditions: all.map(([identifier, blank]) => blankCondition(identifier, blank)),
      isShared,
    },
  };
};

const identifierOf = (mark: string): string => `BLANK_${mark}`;

const blankField = (responseIdentifier: string, blank: Blank, html: ItemHtml): XmlNode => {
  if (!("answers" in blank)) return element("textEntryInteraction", { responseIdentifier });
  const choices = blank.answers.map((answer) => offered("inlineChoice", answer, html));
  return element("inlineChoiceInteraction", { responseIdentifier, shuffle: "false" }, ...choices);
};

const blankDeclaration = (identifier: string, blank: Blank): XmlNode => {
  if ("answers" in blank) return declared(identifier, "single", "identifier", [blank.right]);
  if ("accept" in blank) return acceptedTexts(identifier, blank, one);
  return declared(identifier, "single", "float", [blank.number.value]);
};

const blankCondition = (identifier: string, blank: Blank): XmlNode => {
  if ("answers" in blank) return isRight(identifier);
  return "accept" in blank ? isAccepted(identifier) : isNear(identifier, blank.number.within);
};

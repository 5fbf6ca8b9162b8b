import { elementAt, elementsBelow, elementsOf, type XmlElement } from "../../foreign/xml.ts";
import { blankOf } from "../bodies.ts";
import { type Body, feedbackOf } from "../choices.ts";
import { type Blank, type Drawn, isChoice, nameOf, type ReadItem, type TestRules } from "../model.ts";
import { pointsOf } from "../points.ts";
import type { Source } from "../source.ts";
import type { Texts } from "../texts.ts";
import { isLegalId } from "../write/names.ts";
import type { XmlDocument } from "../xml-documents.ts";
import { htmlIn } from "./body-html.ts";
import {
  choiceBody,
  gapBlanks,
  type Interaction,
  inlineBlank,
  interactionOf,
  matchBody,
  orderBody,
  promptOf,
  typedBody,
} from "./interactions.ts";
import { generalFeedback, mostPoints } from "./outcomes.ts";

const isInteraction = ({ name }: XmlElement): boolean => name.endsWith("Interaction");

/** Interactions that no question here can stand for. */
const unreadable: Readonly<Record<string, string>> = {
  extendedTextInteraction: "is an essay, which no rule can grade",
  uploadInteraction: "asks for a file, which no rule can grade",
  associateInteraction: "pairs things that have no sides",
  hottextInteraction: "is answered by marking words in a text",
  hotspotInteraction: "is answered on a picture",
  graphicGapMatchInteraction: "is answered on a picture",
  graphicOrderInteraction: "is answered on a picture",
  graphicAssociateInteraction: "is answered on a picture",
  selectPointInteraction: "is answered on a picture",
  positionObjectInteraction: "is answered on a picture",
  sliderInteraction: "is answered with a slider",
  mediaInteraction: "shows a film or plays a sound",
  drawingInteraction: "is answered by drawing",
  customInteraction: "needs a program of its own",
  portableCustomInteraction: "needs a program of its own",
};

interface ItemContext {
  readonly document: XmlDocument;
  readonly category: readonly string[];
  readonly drawn: Drawn | undefined;
  readonly rules: TestRules | undefined;
  readonly source: Source;
}

/** One item of QTI 2 or 3, whose names are those of QTI 2. */
export const qti2Item = (
  item: XmlElement,
  { document, category, drawn, rules, source }: ItemContext,
): ReadItem => {
  const place = { file: document.file, line: item.line };
  const title = (item.attributes.title ?? "").replaceAll(/\s+/g, " ").trim();
  const what = nameOf(title, item.attributes.identifier ?? "");
  const texts = source.texts(document.pictures);
  const read = readItem(item, texts);
  if (typeof read === "string") return { place, what, why: read };
  if (read.text === "") return { place, what, why: "has no text" };
  const feedback = feedbackOf(generalFeedback(item, texts), read.feedback);
  const points = pointsOf(mostPoints(item), (what) => texts.lose(what));
  const { pictures, losses } = texts;
  const id = isLegalId(item.attributes.label ?? "") ? item.attributes.label : undefined;
  return {
    ...{ place, id, title, text: read.text, points, feedback, category, pictures, losses, drawn, rules },
    isMixed: isChoice(read.body) ? isMixedItem(item) : undefined,
    ...read.body,
  };
};

const isMixedItem = (item: XmlElement): boolean =>
  elementsBelow(item, "choiceInteraction").some(({ attributes }) => attributes.shuffle === "true");

interface Read {
  readonly text: string;
  readonly body: Exclude<Body, string>;
  readonly feedback: readonly { readonly answer: string; readonly feedback: string }[];
}

const readItem = (item: XmlElement, texts: Texts): Read | string => {
  const itemBody = elementAt(item, "itemBody");
  if (!itemBody) return "has nothing that it asks";
  if (elementsOf(item, "templateDeclaration").length > 0) {
    return "has numbers that are made up for each student; a question here is the same for all";
  }
  const found = interactionsIn(itemBody);
  const unread = found.map(({ name }) => unreadable[name]).find((why) => why !== undefined);
  if (unread !== undefined) return unread;
  const [first, ...others] = found;
  if (!first) return "asks for no answer";
  if (found.every(({ name }) => name === "textEntryInteraction" || name === "inlineChoiceInteraction")) {
    return others.length > 0 || first.name === "inlineChoiceInteraction"
      ? blanksOf(item, itemBody, found, texts)
      : typedOf(item, itemBody, first, texts);
  }
  if (others.length > 0) return `asks for ${found.length} things at once`;
  const interaction = interactionOf(item, first, texts);
  if (first.name === "gapMatchInteraction") return gapsOf(itemBody, interaction);
  return blockOf(itemBody, interaction);
};

const interactionsIn = (element: XmlElement): readonly XmlElement[] =>
  elementsOf(element).flatMap((child) => (isInteraction(child) ? [child] : interactionsIn(child)));

/** Interactions that stand below their text. */
const blockOf = (itemBody: XmlElement, interaction: Interaction): Read | string => {
  const { texts, element } = interaction;
  const feedback: { answer: string; feedback: string }[] = [];
  const hear = (answer: string, html: string): void =>
    void feedback.push({ answer, feedback: texts.html(html) });
  const body = blockBody(interaction, hear);
  if (typeof body === "string") return body;
  const text = texts.html(
    htmlIn(itemBody, (child) => (child === element ? `<div>${promptOf(child)}</div>` : undefined)),
  );
  return { text, body, feedback };
};

const blockBody = (interaction: Interaction, hear: (answer: string, html: string) => void): Body => {
  switch (interaction.element.name) {
    case "choiceInteraction":
      return choiceBody(interaction, hear);
    case "orderInteraction":
      return orderBody(interaction);
    case "matchInteraction":
      return matchBody(interaction);
    default:
      return `is answered by ${interaction.element.name}, which is not known here`;
  }
};

/** One text to type; where it stands inside the text, a line shows the place. */
const typedOf = (
  item: XmlElement,
  itemBody: XmlElement,
  element: XmlElement,
  texts: Texts,
): Read | string => {
  const body = typedBody(interactionOf(item, element, texts));
  if (typeof body === "string") return body;
  const text = texts.html(htmlIn(itemBody, (child) => (child === element ? "_____" : undefined)));
  return { text: text.replace(/\s*\\?_____$/, "").trim(), body, feedback: [] };
};

const blanksOf = (
  item: XmlElement,
  itemBody: XmlElement,
  found: readonly XmlElement[],
  texts: Texts,
): Read | string => {
  const blanks = new Map<string, Blank>();
  for (const [index, element] of found.entries()) {
    const blank = blankIn(interactionOf(item, element, texts));
    if (typeof blank === "string") return `has a blank (${index + 1}) that ${blank}`;
    blanks.set(String(index + 1), blank);
  }
  const text = texts.html(
    htmlIn(itemBody, (child) => (found.includes(child) ? `[[${found.indexOf(child) + 1}]]` : undefined)),
  );
  const processing = elementAt(item, "responseProcessing");
  // Each right blank adds to the score.
  const isShared = processing !== undefined && elementsBelow(processing, "sum").length > 0;
  return { text, body: { type: "blanks", blanks, isShared }, feedback: [] };
};

const blankIn = (interaction: Interaction): Blank | string =>
  interaction.element.name === "inlineChoiceInteraction"
    ? inlineBlank(interaction)
    : blankOf(typedBody(interaction));

const gapsOf = (itemBody: XmlElement, interaction: Interaction): Read | string => {
  const found = gapBlanks(interaction);
  if (typeof found === "string") return found;
  const marks = [...found.keys()];
  const text = interaction.texts.html(
    htmlIn(itemBody, (child) => {
      if (["gapText", "gapImg"].includes(child.name)) return "";
      if (child.name === "prompt") return `<div>${htmlIn(child)}</div>`;
      return child.name === "gap" ? `[[${marks.indexOf(child.attributes.identifier ?? "") + 1}]]` : undefined;
    }),
  );
  const blanks = new Map([...found.values()].map((blank, index) => [String(index + 1), blank]));
  return elementsBelow(interaction.element, "gap").length === 0
    ? "has no gap"
    : {
        text,
        body: { type: "blanks", blanks, isShared: interaction.key.mapping !== undefined },
        feedback: [],
      };
};

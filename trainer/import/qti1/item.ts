import { elementAt, elementsBelow, elementsOf, textIn, type XmlElement } from "../../foreign/xml.ts";
import { feedbackOf } from "../choices.ts";
import { type Drawn, isChoice, nameOf, type ReadItem } from "../model.ts";
import { pointsOf } from "../points.ts";
import type { Source } from "../source.ts";
import { isLegalId } from "../write/names.ts";
import type { XmlDocument } from "../xml-documents.ts";
import { bodyOfItem } from "./item-bodies.ts";
import { htmlOf, partsOf } from "./materials.ts";
import type { QuizRules } from "./quiz-rules.ts";
import { type Rule, rulesOf } from "./scoring.ts";

export interface ItemContext {
  readonly document: XmlDocument;
  readonly source: Source;
  readonly category: readonly string[];
  /** Of its quiz; left out: it is in none. */
  readonly rules?: QuizRules | undefined;
  /** What is drawn from; undefined: it is asked of everybody. */
  readonly drawn?: Drawn | undefined;
  /** Of each question of the group, whatever it says itself; left out: it says so itself. */
  readonly points?: string | undefined;
}

/** One item of QTI 1.2 as a question. */
export const qti1Item = (
  item: XmlElement,
  { document, source, category, drawn, rules: quiz, points: each }: ItemContext,
): ReadItem => {
  const place = { file: document.file, line: item.line };
  const presentation = elementAt(item, "presentation") ?? item;
  const fields = fieldsOf(item);
  const texts = source.texts(document.pictures);
  const rules = rulesOf(item);
  const parts = partsOf(presentation);
  const shown = htmlOf(presentation).replaceAll(/<[^>]*>/g, " ");
  const title = (item.attributes.title ?? "").replaceAll(/\s+/g, " ").trim();
  const read = bodyOfItem({ type: fields.get("question_type") ?? "", parts, rules, texts });
  const skip = (why: string): ReadItem => ({ place, what: nameOf(title, shown), why });
  if (typeof read === "string") return skip(read);
  if (read.text === "") return skip("has no text");
  const points = pointsOf(
    each ?? fields.get("points_possible") ?? fields.get("qmd_absolutescore_max") ?? ownPoints(rules),
    (what) => texts.lose(what),
  );
  const feedback = spoken(item, (html) => texts.html(html), read.answerTexts);
  const { pictures, losses } = texts;
  const id = isLegalId(item.attributes.label ?? "") ? item.attributes.label : undefined;
  return {
    place,
    id,
    title,
    text: read.text,
    points,
    feedback,
    category,
    pictures,
    losses,
    drawn,
    rules: quiz?.test,
    isMixed: isChoice(read.body) ? (quiz?.areAnswersMixed ?? isMixedItem(presentation)) : undefined,
    ...read.body,
  };
};

const isMixedItem = (presentation: XmlElement): boolean | undefined => {
  const [shuffle] = elementsBelow(presentation, "render_choice").flatMap(
    ({ attributes }) => attributes.shuffle ?? [],
  );
  return shuffle === undefined ? undefined : /^yes$/i.test(shuffle);
};

/** Canvas and Brightspace have labelled fields, Blackboard elements. */
const fieldsOf = (item: XmlElement): ReadonlyMap<string, string> => {
  const labelled = elementsBelow(item, "qtimetadatafield").map((field): [string, string] => [
    textIn(elementAt(field, "fieldlabel")).trim(),
    textIn(elementAt(field, "fieldentry")).trim(),
  ]);
  const own = elementsOf(elementAt(item, "itemmetadata") ?? item).map((element): [string, string] => [
    element.name === "bbmd_questiontype" ? "question_type" : element.name,
    textIn(element).trim(),
  ]);
  return new Map([...own, ...labelled]);
};

/** Without a field, the points of the rules; those of 100 are percent. */
const ownPoints = (rules: readonly Rule[]): string => {
  const most = rules.reduce((highest, { points }) => Math.max(highest, points), 0);
  return rules.length === 1 && most !== 100 && most > 0 ? String(most) : "";
};

const spoken = (
  item: XmlElement,
  toMarkdown: (html: string) => string,
  answers: ReadonlyMap<string, string>,
): string | undefined => {
  const texts = new Map(
    elementsOf(item, "itemfeedback").map((feedback): [string, string] => [
      feedback.attributes.ident ?? "",
      toMarkdown(htmlOf(feedback)),
    ]),
  );
  const at = (...names: readonly string[]): string =>
    names.map((name) => texts.get(name) ?? "").find(Boolean) ?? "";
  const ofAnswers = [...answers].map(([ident, answer]) => ({
    answer,
    feedback: at(`${ident}_fb`, linkedOf(item, ident)),
  }));
  return feedbackOf(at("general_fb"), [
    ...ofAnswers,
    { answer: "right", feedback: at("correct_fb", "correct") },
    { answer: "wrong", feedback: at("general_incorrect_fb", "incorrect") },
  ]);
};

/** The feedback of the rule that asks for this answer alone. */
const linkedOf = (item: XmlElement, ident: string): string => {
  for (const condition of elementsBelow(item, "respcondition")) {
    const [only, ...others] = elementsBelow(condition, "varequal");
    if (!only || others.length > 0 || textIn(only).trim() !== ident) continue;
    const link = elementsOf(condition, "displayfeedback")[0]?.attributes.linkrefid ?? "";
    if (!["", "correct", "incorrect", "correct_fb", "general_fb", "general_incorrect_fb"].includes(link))
      return link;
  }
  return "";
};

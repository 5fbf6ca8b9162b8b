import { elementAt, elementsOf, textIn, type XmlElement } from "../../foreign/xml.ts";
import type { Body } from "../choices.ts";
import { feedbackOf } from "../choices.ts";
import type { Format } from "../format.ts";
import { formatTitles } from "../format-titles.ts";
import { categoryPath } from "../gift/blocks.ts";
import { nameOf, type ReadItem } from "../model.ts";
import { pointsOf } from "../points.ts";
import type { Source } from "../source.ts";
import { isLegalId } from "../write/names.ts";
import { rootName, rootOf } from "../xml-source.ts";
import { clozeOf } from "./cloze.ts";
import { gapsOf } from "./gaps.ts";
import { MoodleTexts } from "./moodle-texts.ts";
import { bodyReaders } from "./question-bodies.ts";

/** Moodle's export. Source: moodle, question/format/xml/format.php. */
export const moodleXml: Format = {
  name: "moodle-xml",
  title: formatTitles["moodle-xml"],
  recognises: ({ text }) =>
    rootName(text) === "quiz" || (rootName(text) === "question" && /<questiontext\b/.test(text)),
  read: (source) => {
    const root = rootOf(source.text);
    const items: ReadItem[] = [];
    let category: readonly string[] = [];
    for (const question of root.name === "question" ? [root] : elementsOf(root, "question")) {
      if (question.attributes.type === "category") category = categoryOf(question);
      else items.push(itemOf(question, category, source));
    }
    return items;
  },
};

const categoryOf = (question: XmlElement): readonly string[] =>
  categoryPath(textIn(elementAt(question, "category", "text")).trim());

const itemOf = (question: XmlElement, category: readonly string[], source: Source): ReadItem => {
  const place = { file: source.file, line: question.line };
  const type = question.attributes.type ?? "";
  const title = textIn(elementAt(question, "name", "text"))
    .replaceAll(/\s+/g, " ")
    .trim();
  const texts = new MoodleTexts(question, source);
  const read = readBody(question, type, texts);
  if (typeof read === "string") {
    return { place, what: nameOf(title, textIn(elementAt(question, "questiontext", "text"))), why: read };
  }
  const { text, body } = read;
  if (text === "") return { place, what: nameOf(title, ""), why: "has no text" };
  const id = textIn(elementAt(question, "idnumber")).trim();
  const points = pointsOf(textIn(elementAt(question, "defaultgrade")), texts.lose);
  const feedback = feedbackOf(texts.at(question, "generalfeedback"), texts.feedback);
  const tags = tagsOf(question);
  if (tags.length > 0) texts.lose(`loses its tags: ${tags.join(", ")}`);
  const { pictures, losses } = texts.texts;
  return {
    ...{ place, title, text, points, feedback, category, pictures, losses },
    id: isLegalId(id) ? id : undefined,
    isMixed: isMixedIn(question),
    ...body,
  };
};

/** Of a choice alone: pairs are always mixed. */
const isMixedIn = (question: XmlElement): boolean | undefined => {
  const written = textIn(elementAt(question, "shuffleanswers")).trim();
  if (question.attributes.type !== "multichoice" || written === "") return undefined;
  return /^(?:1|true)$/i.test(written);
};

const tagsOf = (question: XmlElement): readonly string[] =>
  elementsOf(elementAt(question, "tags") ?? { ...question, children: [] }, "tag")
    .map((tag) => textIn(elementAt(tag, "text")).trim())
    .filter((tag) => tag !== "");

const readBody = (
  question: XmlElement,
  type: string,
  texts: MoodleTexts,
): string | { readonly text: string; readonly body: Exclude<Body, string> } => {
  if (type === "cloze" || type === "multianswer") return clozeOf(question, texts);
  if (type === "gapselect" || type === "ddwtos" || type === "gapfill") return gapsOf(question, type, texts);
  const reader = bodyReaders[type];
  if (!reader) return unreadable[type] ?? `is of the type ${JSON.stringify(type)}, which is not known here`;
  const body = reader(question, texts);
  return typeof body === "string" ? body : { text: texts.question(), body };
};

const computed = "has numbers that Moodle makes up for each student; a question here is the same for all";

/** Types of Moodle that no question here can stand for. */
const unreadable: Readonly<Record<string, string>> = {
  essay: "is an essay, which no rule can grade",
  description: "is a description, which asks nothing",
  calculated: computed,
  calculatedsimple: computed,
  calculatedmulti: computed,
  randomsamatch: "is made of other questions at random",
  random: "stands for other questions at random",
  ddimageortext: "is answered by moving things onto a picture",
  ddmarker: "is answered by marking places on a picture",
};

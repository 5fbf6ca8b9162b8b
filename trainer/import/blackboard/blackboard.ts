import { elementAt, elementsOf, textIn, type XmlElement } from "../../foreign/xml.ts";
import { acceptOf, matchOfPairs } from "../bodies.ts";
import { type Body, feedbackOf, multipleOf, noRight, singleOf } from "../choices.ts";
import type { Format } from "../format.ts";
import { formatTitles } from "../format-titles.ts";
import { nameOf, type ReadItem } from "../model.ts";
import { pointsOf } from "../points.ts";
import type { Source } from "../source.ts";
import type { Texts } from "../texts.ts";
import { holdsXml, type XmlDocument, xmlDocuments } from "../xml-documents.ts";

const roots = ["POOL"];

/** Pools of Blackboard up to version 6, alone or in a package. Source: moodle, question/format/blackboard_six. */
export const blackboard: Format = {
  name: "blackboard",
  title: formatTitles.blackboard,
  recognises: (source) => holdsXml(source, roots),
  read: (source) => {
    const { documents, broken } = xmlDocuments(source, roots);
    return [...documents.flatMap((document) => itemsOf(document, source)), ...broken];
  },
};

const writtenValue = (element: XmlElement | undefined): string => (element?.attributes.value ?? "").trim();

const itemsOf = (document: XmlDocument, source: Source): readonly ReadItem[] => {
  const { root } = document;
  const title = writtenValue(elementAt(root, "TITLE"));
  const listed = elementAt(root, "QUESTIONLIST");
  const points = new Map(
    (listed ? elementsOf(listed, "QUESTION") : []).map(({ attributes }) => [
      attributes.id ?? "",
      attributes.points ?? "",
    ]),
  );
  return elementsOf(root)
    .filter(({ name }) => /^QUESTION_/.test(name))
    .map((question) => itemOf(question, { document, source, category: title === "" ? [] : [title], points }));
};

interface Pool {
  readonly document: XmlDocument;
  readonly source: Source;
  readonly category: readonly string[];
  /** By the ids of questions. */
  readonly points: ReadonlyMap<string, string>;
}

const itemOf = (question: XmlElement, { document, source, category, points: all }: Pool): ReadItem => {
  const place = { file: document.file, line: question.line };
  const texts = source.texts(document.pictures);
  const written = elementAt(question, "BODY");
  const text = written ? texts.maybeHtml(textIn(elementAt(written, "TEXT")).trim()) : "";
  const what = nameOf("", text);
  const read = bodyReaders[question.name];
  const body = read
    ? read(partsOf(question, texts))
    : (unreadable[question.name] ?? `is of the type ${question.name}, which is not known here`);
  if (typeof body === "string") return { place, what, why: body };
  if (text === "") return { place, what, why: "has no text" };
  const points = pointsOf(all.get(question.attributes.id ?? "") ?? "", (loss) => texts.lose(loss));
  const feedback = spoken(question, texts);
  const { pictures, losses } = texts;
  return { place, title: "", text, points, feedback, category, pictures, losses, ...body };
};

const unreadable: Readonly<Record<string, string>> = {
  QUESTION_ESSAY: "is an essay, which no rule can grade",
};

interface Parts {
  readonly answers: readonly { readonly id: string; readonly text: string; readonly plain: string }[];
  readonly choices: readonly { readonly id: string; readonly text: string }[];
  /** The right ones, by ids: of an answer, and of the choice that it is matched with. */
  readonly right: readonly { readonly answer: string; readonly choice: string }[];
}

const partsOf = (question: XmlElement, texts: Texts): Parts => {
  const written = (element: XmlElement): string => textIn(elementAt(element, "TEXT")).trim();
  const gradable = elementAt(question, "GRADABLE");
  return {
    answers: elementsOf(question, "ANSWER").map((answer) => ({
      id: answer.attributes.id ?? "",
      text: texts.maybeHtml(written(answer)),
      plain: written(answer),
    })),
    choices: elementsOf(question, "CHOICE").map((choice) => ({
      id: choice.attributes.id ?? "",
      text: texts.maybeHtml(written(choice)),
    })),
    right: (gradable ? elementsOf(gradable, "CORRECTANSWER") : []).map(({ attributes }) => ({
      answer: attributes.answer_id ?? "",
      choice: attributes.choice_id ?? "",
    })),
  };
};

const chosen = ({
  answers,
  right,
}: Parts): { readonly shown: readonly string[]; readonly places: readonly number[] } => ({
  shown: answers.map(({ text }) => text),
  places: right.map(({ answer }) => answers.findIndex(({ id }) => id === answer)),
});

const one = (parts: Parts): Body => {
  const { shown, places } = chosen(parts);
  if (places.length === 0) return noRight;
  if (places.includes(-1)) return "names a right answer that is not among its answers";
  return places.length > 1
    ? `has ${places.length} right answers, of which one is chosen; a question here has one`
    : singleOf(shown, places[0] ?? -1);
};

const bodyReaders: Readonly<Record<string, (parts: Parts) => Body>> = {
  QUESTION_TRUEFALSE: one,
  QUESTION_MULTIPLECHOICE: one,
  QUESTION_MULTIPLEANSWER: (parts) => {
    const { shown, places } = chosen(parts);
    return places.includes(-1)
      ? "names a right answer that is not among its answers"
      : multipleOf(shown, places);
  },
  // Each answer that is listed is right. A star in it is a star.
  QUESTION_FILLINBLANK: ({ answers }) => acceptOf(answers.map(({ plain }) => plain.replaceAll("*", "\\*"))),
  QUESTION_MATCH: ({ answers, choices, right }) => {
    const pairs = answers.map(({ id, text }) => {
      const own = right.find(({ answer }) => answer === id);
      return { left: text, right: choices.find((choice) => choice.id === own?.choice)?.text ?? "" };
    });
    if (pairs.some((pair) => pair.right === "")) return "has a pair without its right side";
    return matchOfPairs([...pairs, ...choices.map(({ text }) => ({ left: "", right: text }))], true);
  },
};

const spoken = (question: XmlElement, texts: Texts): string | undefined => {
  const said = (name: string): string =>
    texts.maybeHtml(textIn(elementAt(question, "GRADABLE", name)).trim());
  return feedbackOf("", [
    { answer: "right", feedback: said("FEEDBACK_WHEN_CORRECT") },
    { answer: "wrong", feedback: said("FEEDBACK_WHEN_INCORRECT") },
  ]);
};

import { lineText } from "../../course-folder/plain-text.ts";
import { elementAt, elementsOf, textIn, type XmlElement } from "../../foreign/xml.ts";
import {
  acceptOf,
  isOrderShared,
  matchOfPairs,
  numberAmong,
  numberWithin,
  orderOfTexts,
  typedAnswer,
} from "../bodies.ts";
import { type Body, singleOf, weighedOf } from "../choices.ts";
import type { MoodleTexts } from "./moodle-texts.ts";

type BodyReader = (question: XmlElement, texts: MoodleTexts) => Body;

const answersOf = (question: XmlElement): readonly XmlElement[] => elementsOf(question, "answer");

/** Older exports have it as an element. */
const percentOf = (answer: XmlElement): string =>
  (answer.attributes.fraction ?? textIn(elementAt(answer, "fraction"))).trim() || "0";

const plainOf = (answer: XmlElement): string => textIn(elementAt(answer, "text")).trim();

const isYes = (question: XmlElement, name: string): boolean =>
  /^(?:1|true)$/i.test(textIn(elementAt(question, name)).trim());

const multichoice: BodyReader = (question, texts) => {
  const isSingle = isYes(question, "single") || elementAt(question, "single") === undefined;
  const options = answersOf(question).map((answer) => {
    const text = texts.of(answer);
    texts.hear(answer, text);
    return { text, percent: percentOf(answer) };
  });
  return weighedOf(options, isSingle, texts.lose);
};

/** Two answers; where their texts are no English words, the first is the true one. */
const truefalse: BodyReader = (question, texts) => {
  const answers = answersOf(question);
  const right = answers.findIndex((answer) => Number(percentOf(answer)) >= 99.999);
  if (answers.length !== 2) return `has ${answers.length} answers, where true and false are two`;
  if (right === -1) return "has no right answer, and none is guessed";
  const isTurned = plainOf(answers[0] ?? question).toLowerCase() === "false";
  for (const [index, answer] of answers.entries())
    texts.hear(answer, (index === 0) === isTurned ? "False" : "True");
  return singleOf(["True", "False"], (right === 0) === isTurned ? 1 : 0);
};

const partly = "loses the points for answers that are right in part: they count as wrong";

const shortanswer: BodyReader = (question, texts) => {
  const answers = answersOf(question);
  for (const answer of answers) texts.hear(answer, typedAnswer(plainOf(answer)));
  const full = answers.filter((answer) => Number(percentOf(answer)) >= 99.999);
  if (answers.some((answer) => Number(percentOf(answer)) > 0 && !full.includes(answer))) texts.lose(partly);
  return acceptOf(full.map(plainOf), isYes(question, "usecase"));
};

const numerical: BodyReader = (question, texts) => {
  const answers = answersOf(question);
  for (const answer of answers) texts.hear(answer, typedAnswer(plainOf(answer)));
  const unit = unitOf(question, texts);
  return numberAmong(
    answers.map((answer) => {
      const number = numberWithin(plainOf(answer), textIn(elementAt(answer, "tolerance")).trim());
      return { percent: percentOf(answer), number: number && unit ? { ...number, unit } : number };
    }),
    texts.lose,
  );
};

/** The unit in which the right number is, which is shown beside the field. */
const unitOf = (question: XmlElement, { lose }: MoodleTexts): string | undefined => {
  const units = elementAt(question, "units");
  const named = (units ? elementsOf(units, "unit") : []).map((unit) => ({
    name: textIn(elementAt(unit, "unit_name")).trim(),
    factor: Number(textIn(elementAt(unit, "multiplier"))),
  }));
  const own = named.find(({ name, factor }) => factor === 1 && lineText.safeParse(name).success);
  const lost = named.filter((unit) => unit !== own).map(({ name }) => name);
  if (lost.length > 0) lose(`loses units that may be typed instead: ${lost.join(", ")}`);
  return own?.name;
};

const matching: BodyReader = (question, texts) =>
  matchOfPairs(
    elementsOf(question, "subquestion").map((pair) => {
      const answer = elementAt(pair, "answer");
      return {
        left: texts.of(pair),
        right: answer ? texts.texts.maybeHtml(textIn(elementAt(answer, "text")).trim()) : "",
      };
    }),
    true,
  );

const ordering: BodyReader = (question, texts) =>
  orderOfTexts(
    answersOf(question)
      .toSorted((a, b) => Number(percentOf(a)) - Number(percentOf(b)))
      .map((answer) => texts.of(answer)),
    isOrderShared(textIn(elementAt(question, "gradingtype")).trim(), texts.lose),
  );

/** By Moodle's names of types. */
export const bodyReaders: Readonly<Record<string, BodyReader>> = {
  multichoice,
  truefalse,
  shortanswer,
  numerical,
  matching,
  match: matching,
  ordering,
};

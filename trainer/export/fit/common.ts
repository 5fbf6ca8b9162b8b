import { letterOf } from "../../import/choices.ts";
import { plainToMarkdown } from "../../import/html/escape.ts";
import { htmlToMarkdown } from "../../import/html/to-markdown.ts";
import type { Blank, Choice, NeutralQuestion, QuestionBody } from "../../import/model.ts";
import type { Lose } from "../format.ts";
import { htmlOf, isSame, looksLikeFormula, noPictures, picturesIn, wordsOf } from "../markup.ts";
import { textsIn, withTexts } from "./texts.ts";

/** Says what no other system shows as the course does. */
export const tellFormulas = (question: NeutralQuestion, lose: Lose): void => {
  if (textsIn(question).some(looksLikeFormula))
    lose("may show a part of its text as a formula; write that part as code");
};

/** Only the pictures that the texts show. */
export const withOwnPictures = (question: NeutralQuestion): NeutralQuestion => {
  const shown = new Set(textsIn(question).flatMap(picturesIn));
  return { ...question, pictures: new Map([...question.pictures].filter(([name]) => shown.has(name))) };
};

/** For formats that hold none: the words of each picture stand in its place. */
export const withoutPictures = (question: NeutralQuestion, lose: Lose): NeutralQuestion => {
  const inWords = (text: string): string => {
    const pictures = picturesIn(text);
    if (pictures.length === 0) return text;
    for (const name of pictures) lose(`loses the picture ${name}`);
    return htmlToMarkdown(htmlOf(text, noPictures), { picture: () => undefined, lose: () => {} }) || "…";
  };
  return { ...withTexts(question, inWords), pictures: new Map() };
};

/** For formats in which every question counts. */
export const withoutVoid = (question: NeutralQuestion, lose: Lose): NeutralQuestion => {
  if (question.points !== "0") return question;
  lose("is void here, and would count there");
  return { ...question, points: undefined };
};

export const withoutPoints = (written: NeutralQuestion, lose: Lose): NeutralQuestion => {
  const question = withoutVoid(written, lose);
  if (question.points !== undefined) lose(`counts 1 instead of ${question.points}`);
  return { ...question, points: undefined };
};

/** A unit stands in the text where a field has none beside it. */
export const withUnitInText = (question: NeutralQuestion, lose: Lose): NeutralQuestion => {
  if (question.type === "number" && question.number.unit !== undefined) {
    const { unit, ...number } = question.number;
    lose(`has its unit, ${unit}, in its text`);
    return { ...question, text: `${question.text}\n\n(${plainToMarkdown(unit)})`, number };
  }
  if (question.type !== "blanks") return question;
  let { text } = question;
  const blanks = [...question.blanks].map(([mark, blank]): [string, Blank] => {
    if (!("number" in blank) || blank.number.unit === undefined) return [mark, blank];
    const { unit, ...number } = blank.number;
    lose(`has the unit of a blank, ${unit}, in its text`);
    text = text.replace(`[[${mark}]]`, () => `[[${mark}]] ${plainToMarkdown(unit)}`);
    return [mark, { number }];
  });
  return { ...question, text, blanks: new Map(blanks) };
};

type Body<T extends QuestionBody["type"]> = Extract<QuestionBody, { readonly type: T }>;

/** A text without markup, for fields that can't show any. */
export const withWords = (text: string, lose: Lose): string => {
  const words = plainToMarkdown(wordsOf(text));
  if (!isSame(words, text)) lose(`loses the markup of ${JSON.stringify(wordsOf(text))}`);
  return words;
};

/** Right sides are chosen from a list, which shows no markup. */
export const withWordsOnTheRight = (body: Body<"match">, lose: Lose): Body<"match"> => {
  const pairs = body.pairs.map(({ left, right }) => ({ left, right: withWords(right, lose) }));
  const others = [...new Set(body.others.map((other) => withWords(other, lose)))];
  return { ...body, pairs, others: others.filter((other) => pairs.every(({ right }) => right !== other)) };
};

export const shared = <B extends { readonly isShared: boolean }>(body: B, what: string, lose: Lose): B => {
  if (!body.isShared) lose(`gives each ${what} its share of the points instead of all or nothing`);
  return { ...body, isShared: true };
};

/** Answers are named a, b, c …, and blanks 1, 2, 3 … */
export const renamed = (question: NeutralQuestion): NeutralQuestion => {
  switch (question.type) {
    case "single": {
      const [answers, names] = lettered(question.answers);
      const nameOf = (id: string): string => names.get(id) ?? "";
      return { ...question, answers, right: nameOf(question.right), also: question.also?.map(nameOf) };
    }
    case "multiple": {
      const [answers, names] = lettered(question.answers);
      const nameOf = (id: string): string => names.get(id) ?? "";
      const weights =
        question.weights &&
        Object.fromEntries(Object.entries(question.weights).map(([id, share]) => [nameOf(id), share]));
      return { ...question, answers, right: question.right.map(nameOf), ...(weights && { weights }) };
    }
    case "blanks": {
      const marks = [...question.blanks.keys()];
      const text = question.text.replaceAll(/\[\[([A-Za-z0-9][A-Za-z0-9._-]*)\]\]/g, (whole, mark: string) =>
        marks.includes(mark) ? `[[${marks.indexOf(mark) + 1}]]` : whole,
      );
      const blanks = [...question.blanks.values()].map(
        (blank, index) => [`${index + 1}`, letteredBlank(blank)] as const,
      );
      return { ...question, text, blanks: new Map(blanks) };
    }
    default:
      return question;
  }
};

const lettered = (
  answers: readonly Choice[],
): readonly [answers: readonly Choice[], names: ReadonlyMap<string, string>] => [
  answers.map((answer, index) => ({ ...answer, id: letterOf(index) })),
  new Map(answers.map(({ id }, index) => [id, letterOf(index)])),
];

const letteredBlank = (blank: Blank): Blank => {
  if (!("answers" in blank)) return blank;
  const [answers, names] = lettered(blank.answers);
  return { answers, right: names.get(blank.right) ?? "" };
};

import { counted } from "../../../course/counted.ts";
import type { Choice as CourseChoice } from "../../../course/questions/shapes.ts";
import type { AnswerKeyEntry, Question } from "../../../course/test.ts";
import type { CourseTest } from "../../course-folder/course.ts";
import { decimalText } from "../../import/decimals.ts";
import {
  type Blank,
  type Choice,
  type Drawn,
  isChoice,
  type NeutralQuestion,
  type QuestionBody,
  type RightNumber,
} from "../../import/model.ts";
import type { Lose } from "../format.ts";

/** A question of a test, and what the neutral model can't hold of it. */
export interface CourseQuestion {
  readonly id: string;
  readonly question: NeutralQuestion;
  readonly losses: readonly string[];
}

/** The questions of a test with their keys, in the neutral model. */
export const neutralQuestions = (test: CourseTest): readonly CourseQuestion[] => {
  const keys = new Map(test.answerKey.map((key) => [key.questionId, key]));
  return test.questions.map((question) => {
    const key = keys.get(question.questionId);
    if (key === undefined) throw new RangeError(`The question ${question.questionId} has no key.`);
    const losses: string[] = [];
    if (key.void === "given") losses.push("gives its points to everybody here, and would be graded there");
    const neutral = neutralOf(question, key, test, (what) => losses.push(what));
    return { id: question.questionId, question: neutral, losses };
  });
};

const neutralOf = (
  question: Question,
  key: AnswerKeyEntry,
  test: CourseTest,
  lose: Lose,
): NeutralQuestion => {
  const { questionId, points = 1, pool } = question;
  const body = bodyOf(question, key, lose);
  return {
    // An id that stands for a place alone is no name.
    id: /^q\d+$/i.test(questionId) ? undefined : questionId,
    title: "",
    text: question.question,
    points: key.void === "dropped" ? "0" : points === 1 ? undefined : String(points),
    feedback: key.feedback,
    category: [test.subject, test.title],
    pictures: new Map([...test.pictures].map(([address, { body }]) => [address, body])),
    drawn: pool && drawnOf(pool, test),
    isMixed: isChoice(body) ? (test.shuffle?.includes("answers") ?? false) : undefined,
    ...body,
  };
};

const drawnOf = ({ name, draw }: NonNullable<Question["pool"]>, { questions }: CourseTest): Drawn => ({
  ...{ group: name, count: String(draw) },
  of: questions.filter(({ pool }) => pool?.name === name).length,
});

const choices = (answers: readonly CourseChoice[]): readonly Choice[] =>
  answers.map(({ answerId, answerBody, isFixed }) => ({
    ...{ id: answerId, text: answerBody },
    ...(isFixed && { isFixed }),
  }));

const numberIn = ({ value, within, unit }: RightNumber): RightNumber => ({
  value: decimalText(value) ?? value,
  ...(within !== undefined && { within }),
  ...(unit !== undefined && { unit }),
});

const alsoLost = (what: string): string => `loses ${what} that it accepts as well`;

const bodyOf = (question: Question, key: AnswerKeyEntry, lose: Lose): QuestionBody => {
  const isShared = key.credit === "each";
  const answers = choices(question.answers);
  const textOf = (id: string | undefined): string => answers.find((answer) => answer.id === id)?.text ?? "";
  switch (key.type) {
    case undefined:
      return { type: "single", answers, right: key.answer, also: key.acceptAlso };
    case "multiple": {
      const { right, weights, credit, acceptAlso = [] } = key;
      if (acceptAlso.length > 0) lose(alsoLost(counted(acceptAlso.length, "other choice")));
      const isNamed = credit === "each" || credit === "net";
      return { type: "multiple", answers, right, ...(weights ? { weights } : isNamed && { credit }) };
    }
    case "number":
      return { type: "number", number: numberIn(key), also: key.acceptAlso?.map(numberIn) };
    case "text":
      return { type: "text", accept: key.accept, patterns: key.patterns, exact: key.exact };
    case "order":
      if (key.acceptAlso?.length) lose(alsoLost(counted(key.acceptAlso.length, "other order")));
      return { type: "order", order: key.right.map(textOf), isShared };
    case "match": {
      const also = Object.values(key.acceptAlso ?? {}).flat();
      if (also.length > 0) lose(alsoLost(counted(also.length, "other pair")));
      const items = "items" in question ? question.items : [];
      const pairs = items.map(({ itemId, itemBody }) => ({
        left: itemBody,
        right: textOf(key.right[itemId]),
      }));
      const taken = new Set(pairs.map(({ right }) => right));
      const others = answers.map(({ text }) => text).filter((text) => !taken.has(text));
      return { type: "match", pairs, others, isShared };
    }
    case "blanks": {
      const shown = "blanks" in question ? question.blanks : [];
      const blanks = shown.flatMap(({ blankId, answers: own = [] }): [string, Blank][] => {
        const right = key.blanks[blankId];
        if (right === undefined) return [];
        const whole = withTexts(right, key.acceptAlso?.[blankId] ?? [], lose);
        return [[blankId, blankOf(whole, choices(own))]];
      });
      return { type: "blanks", blanks: new Map(blanks), isShared };
    }
  }
};

type BlankKey = Extract<AnswerKeyEntry, { readonly type: "blanks" }>["blanks"][string];

/** Texts that are accepted as well are texts like others, unless they are compared in another way. */
const withTexts = (key: BlankKey, also: readonly BlankKey[], lose: Lose): BlankKey => {
  const texts = also.flatMap((other) =>
    other.type === "text" && key.type === "text" && other.exact === key.exact ? [other] : [],
  );
  const lost = also.length - texts.length;
  if (lost > 0) lose(alsoLost(`${counted(lost, "answer")} to a blank`));
  if (key.type !== "text" || texts.length === 0) return key;
  const all = [key, ...texts];
  return {
    ...key,
    accept: all.flatMap(({ accept }) => accept),
    patterns: all.flatMap(({ patterns = [] }) => patterns),
  };
};

const blankOf = (key: BlankKey, answers: readonly Choice[]): Blank => {
  switch (key.type) {
    case "single":
      return { answers, right: key.answer };
    case "number":
      return { number: numberIn(key) };
    case "text":
      return { accept: key.accept, patterns: key.patterns, exact: key.exact };
  }
};

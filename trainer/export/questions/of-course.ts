import type { Choice as CourseChoice } from "../../../course/questions/shapes.ts";
import type { AnswerKeyEntry, Question } from "../../../course/test.ts";
import type { CourseTest } from "../../course-folder/course.ts";
import { decimalText } from "../../import/decimals.ts";
import type { Blank, Choice, NeutralQuestion, QuestionBody, RightNumber } from "../../import/model.ts";

/** The questions of a test with their keys, in the neutral model. */
export const neutralQuestions = (test: CourseTest): readonly NeutralQuestion[] => {
  const keys = new Map(test.answerKey.map((key) => [key.questionId, key]));
  return test.questions.map((question) => {
    const key = keys.get(question.questionId);
    if (key === undefined) throw new RangeError(`The question ${question.questionId} has no key.`);
    return neutralOf(question, key, test);
  });
};

const neutralOf = (question: Question, key: AnswerKeyEntry, test: CourseTest): NeutralQuestion => {
  const { questionId, points } = question;
  return {
    // An id that stands for a place alone is no name.
    id: /^q\d+$/i.test(questionId) ? undefined : questionId,
    title: "",
    text: question.question,
    points: points === undefined || points === 1 ? undefined : String(points),
    feedback: key.feedback,
    category: [test.subject, test.title],
    pictures: new Map([...test.pictures].map(([address, { body }]) => [address, body])),
    ...bodyOf(question, key),
  };
};

const choices = (answers: readonly CourseChoice[]): readonly Choice[] =>
  answers.map(({ answerId, answerBody }) => ({ id: answerId, text: answerBody }));

const numberIn = ({ value, within, unit }: RightNumber): RightNumber => ({
  value: decimalText(value) ?? value,
  ...(within !== undefined && { within }),
  ...(unit !== undefined && { unit }),
});

const bodyOf = (question: Question, key: AnswerKeyEntry): QuestionBody => {
  const isShared = key.credit === "each";
  const answers = choices(question.answers);
  const textOf = (id: string | undefined): string => answers.find((answer) => answer.id === id)?.text ?? "";
  switch (key.type) {
    case undefined:
      return { type: "single", answers, right: key.answer };
    case "multiple": {
      const { right, weights, credit } = key;
      const isNamed = credit === "each" || credit === "net";
      return { type: "multiple", answers, right, ...(weights ? { weights } : isNamed && { credit }) };
    }
    case "number":
      return { type: "number", number: numberIn(key) };
    case "text":
      return { type: "text", accept: key.accept, patterns: key.patterns, exact: key.exact };
    case "order":
      return { type: "order", order: key.right.map(textOf), isShared };
    case "match": {
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
        return right === undefined ? [] : [[blankId, blankOf(right, choices(own))]];
      });
      return { type: "blanks", blanks: new Map(blanks), isShared };
    }
  }
};

type BlankKey = Extract<AnswerKeyEntry, { readonly type: "blanks" }>["blanks"][string];

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

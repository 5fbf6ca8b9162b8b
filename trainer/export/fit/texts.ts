import type { Blank, Choice, NeutralQuestion, QuestionBody } from "../../import/model.ts";

type Change = (text: string) => string;

/** A question with each of its texts in Markdown changed. */
export const withTexts = <Q extends NeutralQuestion>(question: Q, change: Change): Q => ({
  ...question,
  ...changedBody(question, change),
  text: change(question.text),
  ...(question.feedback !== undefined && { feedback: change(question.feedback) }),
});

const changedBody = (body: QuestionBody, change: Change): QuestionBody => {
  switch (body.type) {
    case "single":
    case "multiple":
      return { ...body, answers: changedChoices(body.answers, change) };
    case "order":
      return { ...body, order: body.order.map(change) };
    case "match": {
      const pairs = body.pairs.map(({ left, right }) => ({ left: change(left), right: change(right) }));
      return { ...body, pairs, others: body.others.map(change) };
    }
    case "blanks": {
      const blanks = [...body.blanks].map(([mark, blank]) => [mark, changedBlank(blank, change)] as const);
      return { ...body, blanks: new Map(blanks) };
    }
    default:
      return body;
  }
};

const changedChoices = (answers: readonly Choice[], change: Change): readonly Choice[] =>
  answers.map((answer) => ({ ...answer, text: change(answer.text) }));

const changedBlank = (blank: Blank, change: Change): Blank =>
  "answers" in blank ? { ...blank, answers: changedChoices(blank.answers, change) } : blank;

/** All texts in Markdown of a question. */
export const textsIn = (question: NeutralQuestion): readonly string[] => {
  const texts: string[] = [];
  withTexts(question, (text) => {
    texts.push(text);
    return text;
  });
  return texts;
};

import { type Blank, type NeutralQuestion, nameOf, type RightNumber, type RightTexts } from "./model.ts";

/** What is right, in one line for people: `bash`, `3.14 ± 0.01`, `kernel = schedules, shell = reads`. */
export const rightText = (question: NeutralQuestion): string => {
  switch (question.type) {
    case "single":
      return withAlso(
        [question.right, ...(question.also ?? [])].map((id) => answerText(question.answers, id)),
      );
    case "multiple":
      return question.right.map((id) => answerText(question.answers, id)).join(", ");
    case "number":
      return withAlso([question.number, ...(question.also ?? [])].map(numberText));
    case "text":
      return textsText(question);
    case "order":
      return question.order.map(short).join(" → ");
    case "match":
      return question.pairs.map(({ left, right }) => `${short(left)} = ${short(right)}`).join(", ");
    case "blanks":
      return [...question.blanks].map(([mark, blank]) => `${mark}: ${blankText(blank)}`).join(", ");
  }
};

const short = (text: string): string => nameOf("", text);

const withAlso = (texts: readonly string[]): string => texts.join(" or ");

const answerText = (answers: readonly { readonly id: string; readonly text: string }[], id: string): string =>
  short(answers.find((answer) => answer.id === id)?.text ?? id);

const numberText = ({ value, within, unit }: RightNumber): string =>
  [value, ...(within === undefined ? [] : [`± ${within}`]), ...(unit === undefined ? [] : [unit])].join(" ");

const textsText = ({ accept, patterns = [] }: RightTexts): string =>
  withAlso([...accept.map(short), ...patterns.map((pattern) => `what fits ${pattern}`)]);

const blankText = (blank: Blank): string => {
  if ("number" in blank) return numberText(blank.number);
  return "accept" in blank ? textsText(blank) : answerText(blank.answers, blank.right);
};

import { picturesIn } from "../text/pictures-in.ts";
import type { BaseQuestion } from "./shapes.ts";
import { withoutFixed } from "./without-fixed.ts";

/**
 * What a question asks, as text that is equal for questions that ask the same: neither its id, nor what it is worth, nor how
 * it is drawn or shown, apart from its pictures. The order of its answers does not matter.
 */
export const askedBy = (question: BaseQuestion): string => {
  const {
    questionId: _,
    points: __,
    credit: ___,
    html,
    plain: ____,
    pool: _____,
    answers,
    ...asked
  } = question;
  return JSON.stringify(
    [
      Object.entries(asked).sort(([a], [b]) => (a < b ? -1 : 1)),
      answers.map(({ answerId, answerBody }) => [answerId, answerBody]).sort(),
      picturesIn(html),
    ],
    withoutFixed,
  );
};

import type { NeutralQuestion } from "../../import/model.ts";
import type { Lose } from "../format.ts";
import { firstRight, plainNumbers } from "./also.ts";
import { shared, withWordsOnTheRight } from "./common.ts";
import { withShares } from "./shares.ts";
import { fitTexts, noNumber } from "./typed.ts";

/** What Moodle's types of questions hold, in both of its formats; a text: why they hold nothing of it. */
export const fitMoodle = (
  question: NeutralQuestion,
  isExactKnown: boolean,
  lose: Lose,
): NeutralQuestion | string => {
  switch (question.type) {
    case "single":
      return firstRight(question);
    case "multiple": {
      const { type, answers, right, weights, credit, ...frame } = question;
      return { ...frame, ...withShares({ type, answers, right, weights, credit }, lose) };
    }
    case "number": {
      const numbers = plainNumbers(question);
      return numbers ? { ...question, ...numbers } : noNumber;
    }
    case "text": {
      const { accept, patterns, exact, ...frame } = question;
      const right = fitTexts({ accept, patterns, exact }, { isExactKnown, isStarKnown: true }, lose);
      return typeof right === "string" ? right : { ...frame, ...right };
    }
    case "match": {
      const { type, pairs, others, isShared, ...frame } = question;
      const body = withWordsOnTheRight({ type, pairs, others, isShared }, lose);
      return { ...frame, ...shared(body, "pair", lose) };
    }
    default:
      return question;
  }
};

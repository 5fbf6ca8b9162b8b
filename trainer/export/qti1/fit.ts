import type { Blank, NeutralQuestion } from "../../import/model.ts";
import { firstRight, plainNumbers } from "../fit/also.ts";
import { fitBlanks } from "../fit/blanks.ts";
import {
  renamed,
  shared,
  tellFormulas,
  withOwnPictures,
  withUnitInText,
  withWords,
  withWordsOnTheRight,
} from "../fit/common.ts";
import { fitTexts, noNumber } from "../fit/typed.ts";
import type { Lose } from "../format.ts";

/** A question as QTI 1.2 has it in the dialect of Canvas, which Blackboard and Brightspace read too. */
export const fitQti1 = (question: NeutralQuestion, lose: Lose): NeutralQuestion | string => {
  tellFormulas(question, lose);
  const own = renamed(withUnitInText(withOwnPictures(question), lose));
  return fitBody({ ...own, category: own.category.slice(-1) }, lose);
};

const fitBody = (question: NeutralQuestion, lose: Lose): NeutralQuestion | string => {
  switch (question.type) {
    case "single":
      return firstRight(question);
    case "multiple": {
      if (question.weights || question.credit) lose("is all or nothing instead of shares of the points");
      const { weights, credit, ...whole } = question;
      return whole;
    }
    case "number": {
      const numbers = plainNumbers(question);
      return numbers ? { ...question, ...numbers } : noNumber;
    }
    case "text": {
      const { accept, patterns, exact, ...frame } = question;
      const rules = { isExactKnown: true, isStarKnown: false };
      const right = fitTexts({ accept, patterns, exact }, rules, lose);
      return typeof right === "string" ? right : { ...frame, ...right };
    }
    case "match":
      return shared({ ...question, ...withWordsOnTheRight(question, lose) }, "pair", lose);
    case "order":
      return "puts things in order, which Canvas and others don't read from QTI 1.2";
    case "blanks": {
      const blanks = fitBlanks(question.blanks, { isExactKnown: false, isStarKnown: false }, lose);
      if (typeof blanks === "string") return blanks;
      const kind = oneKindOf(blanks, lose);
      return typeof kind === "string" ? kind : { ...shared(question, "blank", lose), blanks: kind };
    }
  }
};

/** Blanks of a question are either typed or chosen. */
const oneKindOf = (blanks: ReadonlyMap<string, Blank>, lose: Lose): ReadonlyMap<string, Blank> | string => {
  const typed = [...blanks.values()].filter((blank) => !("answers" in blank));
  if (typed.length > 0 && typed.length < blanks.size)
    return "has blanks to type and blanks to choose from at once";
  const all = [...blanks].map(([mark, blank]): [string, Blank | undefined] => {
    if ("accept" in blank) return [mark, blank];
    if ("answers" in blank) {
      const answers = blank.answers.map(({ id, text }) => ({ id, text: withWords(text, lose) }));
      return [mark, { answers, right: blank.right }];
    }
    if (blank.number.within !== undefined) return [mark, undefined];
    lose(`compares the number ${blank.number.value} in a blank as a text`);
    return [mark, { accept: [blank.number.value] }];
  });
  const whole = all.flatMap(([mark, blank]): [string, Blank][] => (blank ? [[mark, blank]] : []));
  return whole.length < all.length
    ? "has a blank with a number that may be off, which can only be a text"
    : new Map(whole);
};

import { decimalText, isZero } from "../../import/decimals.ts";
import type { NeutralQuestion, RightNumber } from "../../import/model.ts";
import { firstRight, withoutAlso } from "../fit/also.ts";
import { fitBlanks } from "../fit/blanks.ts";
import { renamed, tellFormulas, withOwnPictures, withoutVoid, withUnitInText } from "../fit/common.ts";
import { withShares } from "../fit/shares.ts";
import { fitTexts, noNumber, plainNumber } from "../fit/typed.ts";
import type { Lose } from "../format.ts";

/** A question as an item of QTI 2 or 3 has it. */
export const fitQti2 = (question: NeutralQuestion, lose: Lose): NeutralQuestion | string => {
  tellFormulas(question, lose);
  const counted = withoutVoid(question, lose);
  const own = renamed(withUnitInText(withOwnPictures(counted), lose));
  const fitted = fitBody({ ...own, category: own.category.slice(-1) }, lose);
  return typeof fitted === "string" ? fitted : withOneField(fitted);
};

/** Where the one field of an item stands in its text; at the end of it, nothing marks the place. */
export const line = "_____";

/** A blank to type into that is the only one is the field of a question of its own. */
const withOneField = (question: NeutralQuestion): NeutralQuestion => {
  if (question.type === "text" || question.type === "number") {
    return { ...question, text: withoutLastLine(question.text) };
  }
  const [only, ...others] = question.type === "blanks" ? question.blanks.values() : [];
  if (question.type !== "blanks" || !only || others.length > 0 || "answers" in only) return question;
  const { type, blanks, isShared, ...frame } = question;
  const text = withoutLastLine(frame.text.replace("[[1]]", line));
  return "number" in only
    ? { ...frame, text, type: "number", ...only }
    : { ...frame, text, type: "text", ...only };
};

const withoutLastLine = (text: string): string => text.replace(/\s*\\?_____$/, "").trim() || text;

const typedRules = { isExactKnown: true, isStarKnown: false };

const fitBody = (question: NeutralQuestion, lose: Lose): NeutralQuestion | string => {
  switch (question.type) {
    case "single":
      return firstRight(question);
    case "match":
      return question;
    case "multiple": {
      if (question.weights === undefined && question.credit === undefined) return question;
      const { type, answers, right, weights, credit, ...frame } = question;
      return { ...frame, ...withShares({ type, answers, right, weights, credit }, lose) };
    }
    case "number": {
      const { also, ...single } = withoutAlso(question, lose);
      const number = fitNumber(single.number);
      return number ? { ...single, number } : noNumber;
    }
    case "text": {
      const { accept, patterns, exact, ...frame } = question;
      const right = fitTexts({ accept, patterns, exact }, typedRules, lose);
      return typeof right === "string" ? right : { ...frame, ...right };
    }
    case "order":
      if (question.isShared) lose("is all or nothing instead of a share of the points for each in its place");
      return { ...question, isShared: false };
    case "blanks": {
      const blanks = fitBlanks(question.blanks, typedRules, lose);
      return typeof blanks === "string" ? blanks : { ...question, blanks };
    }
  }
};

/** A part of the value stays one. */
const fitNumber = ({ value, within }: RightNumber): RightNumber | undefined => {
  const plain = plainNumber({ value, within });
  const part = within?.endsWith("%") ? decimalText(within.slice(0, -1)) : undefined;
  return plain && part !== undefined && !isZero(part) ? { value: plain.value, within: `${part}%` } : plain;
};

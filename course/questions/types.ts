import { blanks } from "./blanks/blanks.ts";
import { match } from "./match/match.ts";
import { multiple } from "./multiple/multiple.ts";
import { number } from "./number/number.ts";
import { order } from "./order/order.ts";
import type { QuestionType } from "./question-type.ts";
import { single } from "./single/single.ts";
import { text } from "./text/text.ts";

/**
 * The types of questions. Their shapes stand in schemas.ts, how each is marked in markings.ts: apart, because most programs
 * need the shapes only, and only the grading worker marks.
 */
const types: readonly QuestionType[] = [single, multiple, number, text, match, order, blanks];

const byName = new Map(types.map((each) => [each.type, each]));

/** @throws TypeError for a type that is not there; a schema lets none in. */
export const typeOf = ({ type }: { readonly type?: string | undefined }): QuestionType => {
  const found = byName.get(type);
  if (found) return found;
  throw new TypeError(`There is no question type ${type}.`);
};

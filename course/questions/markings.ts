import { blanksMarking } from "./blanks/marking.ts";
import { matchMarking } from "./match/marking.ts";
import { multipleMarking } from "./multiple/marking.ts";
import { numberMarking } from "./number/marking.ts";
import { orderMarking } from "./order/marking.ts";
import type { Marking } from "./question-type.ts";
import { singleMarking } from "./single/marking.ts";
import { textMarking } from "./text/marking.ts";

/** How each type of course/questions/types.ts is marked. */
const markings: readonly Marking[] = [
  singleMarking,
  multipleMarking,
  numberMarking,
  textMarking,
  matchMarking,
  orderMarking,
  blanksMarking,
];

const byName = new Map(markings.map((each) => [each.type, each]));

/** @throws TypeError for a type that is not there; a schema lets none in. */
export const markingFor = ({ type }: { readonly type?: string | undefined }): Marking => {
  const found = byName.get(type);
  if (found) return found;
  throw new TypeError(`There is no marking for the question type ${type}.`);
};

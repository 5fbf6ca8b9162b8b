import { isObject } from "../../../course/unknown-value.ts";
import { valueAt } from "../tree.ts";
import { blanksInFile } from "./blanks.ts";
import { addProblem, type FileType, type QuestionPlace, type ReadQuestion } from "./file-type.ts";
import { matchInFile } from "./match.ts";
import { multipleInFile } from "./multiple.ts";
import { numberInFile } from "./number.ts";
import { orderInFile } from "./order.ts";
import { singleInFile } from "./single.ts";
import { textInFile } from "./text.ts";

/** The types of questions in a test's file. The last one reads what none of the others claims. */
const types: readonly [...FileType[], FileType] = [
  numberInFile,
  textInFile,
  matchInFile,
  orderInFile,
  blanksInFile,
  multipleInFile,
  singleInFile,
];

/** The keys in a question that say of which type it is: one, if all is well. */
const typeKeysIn = (question: Readonly<Record<string, unknown>>): string[] => [
  ...new Set(types.flatMap(({ keys }) => keys.filter((key) => Object.hasOwn(question, key)))),
];

/** Reads a question of whatever type; `undefined`, with all problems noted, when something is wrong with it. */
export const readQuestion = (place: QuestionPlace): ReadQuestion | undefined => {
  const written = valueAt(place.tree.value, place.path);
  const question = isObject(written) ? written : {};
  const typeKeys = typeKeysIn(question);
  if (typeKeys.length > 1) {
    addProblem(
      place,
      [typeKeys[1] ?? ""],
      ` has ${typeKeys.join(" and ")}, which are questions of different types; leave one of them`,
    );
    return undefined;
  }
  const claiming = types.find(
    (type) => type.keys.some((key) => Object.hasOwn(question, key)) && type.claims(question),
  );
  return (claiming ?? singleInFile).read(place);
};

import type * as z from "zod";
import { quote } from "../../problems.ts";
import { type AnswerParts, isParts, partOf } from "../answer.ts";
import { idsOf, isOffered } from "../choices.ts";
import { storedParts, unknownPart } from "../parts.ts";
import { questionType } from "../question-type.ts";
import type { matchQuestionSchema } from "./schema.ts";
import { matchText } from "./text.ts";

export const match = questionType<z.infer<typeof matchQuestionSchema>, AnswerParts>({
  type: "match",
  takes: "takes an object with the id of an answer for each item",
  isAnswer: isParts,
  problem: ({ items, answers }, given) => {
    const unknown = unknownPart(
      items.map(({ itemId }) => itemId),
      given,
      "item",
    );
    if (unknown !== null) return unknown;
    const other = Object.entries(storedParts(given)).find(([, id]) => !isOffered(answers, id));
    return other === undefined
      ? null
      : `offers ${idsOf(answers).join(", ")} for item ${other[0]}, not ${quote(other[1])}`;
  },
  stored: storedParts,
  text: matchText,
  areLinesRight: ({ items }, given, rights) =>
    items.flatMap(({ itemId }) => {
      const id = partOf(given, itemId);
      return id === undefined ? [] : [rights.some((right) => partOf(right, itemId) === id)];
    }),
  group: (_, given) => JSON.stringify(storedParts(given)),
});

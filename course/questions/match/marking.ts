import type * as z from "zod";
import { type AnswerParts, isParts, partOf } from "../answer.ts";
import { shareOfParts } from "../parts.ts";
import { markingOf } from "../question-type.ts";
import type { matchKeySchema } from "./schema.ts";

export const matchMarking = markingOf<z.infer<typeof matchKeySchema>, AnswerParts>({
  type: "match",
  isAnswer: isParts,
  share: ({ right, credit, acceptAlso = {} }, given) => {
    const items = Object.entries(right);
    const found = items.filter(([item, answer]) => {
      const part = partOf(given, item);
      return part === answer || acceptAlso[item]?.some((also) => also === part);
    });
    return shareOfParts(found.length, items.length, credit);
  },
  right: ({ right }) => ({ right }),
  also: ({ acceptAlso = {}, ...key }) =>
    Object.entries(acceptAlso).flatMap(([item, answers]) =>
      answers.map((answer) => ({ ...key, right: { ...key.right, [item]: answer } })),
    ),
});

import type * as z from "zod";
import { type AnswerParts, isParts, partOf } from "../answer.ts";
import { shareOfParts } from "../parts.ts";
import { markingOf } from "../question-type.ts";
import type { matchKeySchema } from "./schema.ts";

export const matchMarking = markingOf<z.infer<typeof matchKeySchema>, AnswerParts>({
  type: "match",
  isAnswer: isParts,
  share: ({ right, credit }, given) => {
    const items = Object.entries(right);
    const found = items.filter(([item, answer]) => partOf(given, item) === answer);
    return shareOfParts(found.length, items.length, credit);
  },
  right: ({ right }) => ({ right }),
});

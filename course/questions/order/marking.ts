import type * as z from "zod";
import { isList } from "../answer.ts";
import { shareOfParts } from "../parts.ts";
import { markingOf } from "../question-type.ts";
import type { orderKeySchema } from "./schema.ts";

/** With `credit: each`, an answer counts where it stands in its place. */
export const orderMarking = markingOf<z.infer<typeof orderKeySchema>, readonly string[]>({
  type: "order",
  isAnswer: isList,
  share: ({ right, credit }, given) => {
    const inPlace = right.filter((id, place) => given[place] === id);
    return shareOfParts(given.length === right.length ? inPlace.length : 0, right.length, credit);
  },
  right: ({ right }) => ({ right }),
  also: ({ acceptAlso = [], ...key }) => acceptAlso.map((right) => ({ ...key, right })),
});

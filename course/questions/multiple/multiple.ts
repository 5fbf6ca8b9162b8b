import type * as z from "zod";
import { quote } from "../../problems.ts";
import { isList } from "../answer.ts";
import { bodyOf, idsOf, isOffered } from "../choices.ts";
import { questionType } from "../question-type.ts";
import type { multipleQuestionSchema } from "./schema.ts";

/** What stands twice in a list of ids; undefined: nothing. */
const twiceIn = (ids: readonly string[]): string | undefined =>
  ids.find((id, place) => ids.indexOf(id) !== place);

export const multiple = questionType<z.infer<typeof multipleQuestionSchema>, readonly string[]>({
  type: "multiple",
  takes: "takes a list of the ids of answers",
  isAnswer: isList,
  problem: ({ answers }, picked) => {
    const unknown = picked.find((id) => !isOffered(answers, id));
    if (unknown !== undefined) return `offers ${idsOf(answers).join(", ")}, not ${quote(unknown)}`;
    const twice = twiceIn(picked);
    return twice === undefined ? null : `has the answer ${quote(twice)} twice`;
  },
  stored: (picked) => picked.toSorted(),
  text: ({ answers }, picked) => {
    const inOrder = idsOf(answers).filter((id) => picked.includes(id));
    const gone = picked.filter((id) => !inOrder.includes(id));
    return [...inOrder, ...gone].map((id) => bodyOf(answers, id)).join("\n");
  },
  group: (_, picked) => picked.toSorted().join(" "),
});

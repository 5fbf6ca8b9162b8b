import type * as z from "zod";
import { quote } from "../../problems.ts";
import { isList } from "../answer.ts";
import { idsOf, isOffered, twiceIn } from "../choices.ts";
import { questionType } from "../question-type.ts";
import type { multipleQuestionSchema } from "./schema.ts";
import { multipleText } from "./text.ts";

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
  stored: (picked) => [...picked].sort(),
  text: multipleText,
  group: (_, picked) => [...picked].sort().join(" "),
  picked: (picked) => [...new Set(picked)],
});

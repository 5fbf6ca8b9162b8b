import type * as z from "zod";
import { quote } from "../../problems.ts";
import { isList } from "../answer.ts";
import { idsOf, isOffered, twiceIn } from "../choices.ts";
import { questionType } from "../question-type.ts";
import { evenOrder } from "./even-order.ts";
import type { orderQuestionSchema } from "./schema.ts";
import { orderText } from "./text.ts";

export const order = questionType<z.infer<typeof orderQuestionSchema>, readonly string[]>({
  type: "order",
  takes: "takes a list of the ids of all answers, in order",
  isAnswer: isList,
  problem: ({ answers }, given) => {
    const ids = idsOf(answers);
    const unknown = given.find((id) => !isOffered(answers, id));
    if (unknown !== undefined) return `puts ${ids.join(", ")} in order, not ${quote(unknown)}`;
    const twice = twiceIn(given);
    if (twice !== undefined) return `has the answer ${quote(twice)} twice`;
    const missing = ids.filter((id) => !given.includes(id));
    if (missing.length === 0) return null;
    const are = missing.length === 1 ? "is" : "are";
    return `puts all of ${ids.join(", ")} in order; ${missing.join(", ")} ${are} missing`;
  },
  stored: (given) => given,
  text: orderText,
  group: (_, given) => given.join(" "),
  shuffled: (question, inOwnOrder) => ({
    ...question,
    answers: evenOrder(question.answers, inOwnOrder(question.answers)),
  }),
});

import type * as z from "zod";
import { quote } from "../../problems.ts";
import { isText } from "../answer.ts";
import { bodyOf, idsOf, isOffered } from "../choices.ts";
import { questionType } from "../question-type.ts";
import type { singleQuestionSchema } from "./schema.ts";

export const single = questionType<z.infer<typeof singleQuestionSchema>, string>({
  type: undefined,
  takes: "takes the id of one answer, as text",
  isAnswer: isText,
  problem: ({ answers }, answer) =>
    isOffered(answers, answer) ? null : `offers ${idsOf(answers).join(", ")}, not ${quote(answer)}`,
  stored: (answer) => answer,
  text: ({ answers }, answer) => bodyOf(answers, answer),
  group: (_, answer) => answer,
  picked: (answer) => [answer],
});

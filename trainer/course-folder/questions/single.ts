import * as z from "zod";
import { answerIdSchema } from "../../../course/ids.ts";
import { checkAnswers, checkOffered, choicesOf, choicesSchema } from "./choices.ts";
import { commonShape, fileType, framed } from "./file-type.ts";

const schema = z.strictObject({ ...commonShape, answers: choicesSchema, right: answerIdSchema });
const rightSchema = z.object({ right: z.string() });

/** `answers: { a: …, b: … }` and `right: a` */
export const singleInFile = fileType({
  keys: ["answers"],
  schema: () => schema,
  check: (question, place) => {
    checkAnswers(question, place);
    const right = rightSchema.safeParse(question).data?.right;
    if (right !== undefined) checkOffered(question, right, ["right"], place);
  },
  read: (written, place) => {
    const { questionId, question, questionEnd, keyEnd } = framed(written, place);
    return {
      question: { questionId, question, answers: choicesOf(written.answers, place), ...questionEnd },
      key: { questionId, answer: written.right, ...keyEnd },
    };
  },
});

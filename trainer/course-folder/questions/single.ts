import * as z from "zod";
import { answerIdSchema } from "../../../course/ids.ts";
import { also, oneOrMore } from "./accept-also.ts";
import { checkAnswers, checkOffered, choicesOf, choicesSchema, fixedSchema } from "./choices.ts";
import { addProblem, commonShape, fileType, framed } from "./file-type.ts";

const schema = z.strictObject({
  ...commonShape,
  answers: choicesSchema,
  fixed: fixedSchema,
  right: answerIdSchema,
  acceptAlso: oneOrMore(answerIdSchema).optional(),
});
const rightSchema = z.object({ right: z.string() });
const alsoSchema = z.object({ acceptAlso: oneOrMore(z.string()) });

/** `answers: { a: …, b: … }` and `right: a` */
export const singleInFile = fileType({
  keys: ["answers"],
  schema: () => schema,
  check: (question, place) => {
    checkAnswers(question, place);
    const right = rightSchema.safeParse(question).data?.right;
    if (right !== undefined) checkOffered(question, right, ["right"], place);
    for (const id of alsoSchema.safeParse(question).data?.acceptAlso ?? []) {
      checkOffered(question, id, ["acceptAlso"], place);
      if (id === right) addProblem(place, ["acceptAlso"], `: acceptAlso has "${id}", which is right already`);
    }
  },
  read: (written, place) => {
    const { questionId, question, questionEnd, keyEnd } = framed(written, place);
    return {
      question: { questionId, question, answers: choicesOf(written, place), ...questionEnd },
      key: { questionId, answer: written.right, ...also(written.acceptAlso), ...keyEnd },
    };
  },
});

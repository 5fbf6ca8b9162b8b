import * as z from "zod";
import { answerIdSchema, questionIdSchema } from "../../ids.ts";
import { choiceSchema, keyEnd, questionEnd, questionStart } from "../shapes.ts";

/** A question whose answers are to be put in order; an answer is the list of all their ids. */
export const orderQuestionSchema = z.object({
  ...questionStart,
  type: z.literal("order"),
  question: z.string().min(1),
  answers: z.array(choiceSchema).min(2),
  ...questionEnd,
});

export const orderKeySchema = z.object({
  questionId: questionIdSchema,
  type: z.literal("order"),
  right: z.array(answerIdSchema).min(2),
  /** What the trainer accepts as well, since it was asked. */
  acceptAlso: z.array(z.array(answerIdSchema).min(2)).optional(),
  ...keyEnd,
});

import * as z from "zod";
import { answerIdSchema, questionIdSchema } from "../../ids.ts";
import { choiceSchema, keyEnd, questionEnd, questionStart } from "../shapes.ts";

/** A question of which several answers may be right; an answer is the list of those that were picked. */
export const multipleQuestionSchema = z.object({
  ...questionStart,
  type: z.literal("multiple"),
  question: z.string().min(1),
  answers: z.array(choiceSchema).min(2),
  ...questionEnd,
});

export const multipleKeySchema = z.object({
  questionId: questionIdSchema,
  type: z.literal("multiple"),
  right: z.array(answerIdSchema).min(1),
  /** All that are offered: marking by `each` counts them. */
  options: z.array(answerIdSchema).min(2),
  /** With `credit: weights`: the exact share of each choice that has one, such as `1/3` and `-1/2`. */
  weights: z.record(z.string(), z.string()).optional(),
  /** Sets that the trainer accepts as well, since it was asked. */
  acceptAlso: z.array(z.array(answerIdSchema).min(1)).optional(),
  ...keyEnd,
});

import * as z from "zod";
import { answerIdSchema, questionIdSchema } from "../../ids.ts";
import { choiceSchema, itemSchema, keyEnd, questionEnd, questionStart } from "../shapes.ts";

/** A question that gives each item one of the answers. */
export const matchQuestionSchema = z.object({
  ...questionStart,
  type: z.literal("match"),
  question: z.string().min(1),
  answers: z.array(choiceSchema).min(2),
  items: z.array(itemSchema).min(2),
  ...questionEnd,
});

export const matchKeySchema = z.object({
  questionId: questionIdSchema,
  type: z.literal("match"),
  /** The answer of each item, by its id. */
  right: z.record(z.string(), answerIdSchema),
  /** By the id of the item: answers that the trainer accepts as well, since it was asked. */
  acceptAlso: z.record(z.string(), z.array(answerIdSchema)).optional(),
  ...keyEnd,
});

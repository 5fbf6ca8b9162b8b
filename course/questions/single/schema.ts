import * as z from "zod";
import { answerIdSchema, questionIdSchema } from "../../ids.ts";
import { choiceSchema, keyEnd, questionEnd, questionStart } from "../shapes.ts";

/**
 * A question with one right answer. It has no `type`: clients of the earlier system know no other question, and its shapes stay
 * what they were.
 */
export const singleQuestionSchema = z.object({
  ...questionStart,
  type: z.never().optional(),
  question: z.string().min(1),
  answers: z.array(choiceSchema).min(2),
  ...questionEnd,
});

export const singleKeySchema = z.object({
  questionId: questionIdSchema,
  type: z.never().optional(),
  answer: answerIdSchema,
  /** What the trainer accepts as well, since it was asked. */
  acceptAlso: z.array(answerIdSchema).optional(),
  ...keyEnd,
});

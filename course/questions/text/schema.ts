import * as z from "zod";
import { questionIdSchema } from "../../ids.ts";
import { choiceSchema, keyEnd, questionEnd, questionStart } from "../shapes.ts";

/** A question whose answer is a short text, stored as it was typed. */
export const textQuestionSchema = z.object({
  ...questionStart,
  type: z.literal("text"),
  question: z.string().min(1),
  /** Always empty. */
  answers: z.array(choiceSchema),
  ...questionEnd,
});

/** Which texts are right. */
export const textRight = {
  /** Texts, of which each is right. */
  accept: z.array(z.string()),
  /** Patterns in the syntax of RE2, each for a whole text. */
  patterns: z.array(z.string()).optional(),
  /** Case and blanks count. */
  exact: z.literal(true).optional(),
};

export const textKeySchema = z.object({
  questionId: questionIdSchema,
  type: z.literal("text"),
  ...textRight,
  ...keyEnd,
});

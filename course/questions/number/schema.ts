import * as z from "zod";
import { questionIdSchema } from "../../ids.ts";
import { choiceSchema, keyEnd, questionEnd, questionStart } from "../shapes.ts";

/** What the field of a number shows beside it: `mm`, `%`. */
const unitSchema = z.string().min(1);

/** A question whose answer is a decimal number, stored as the text that was typed. */
export const numberQuestionSchema = z.object({
  ...questionStart,
  type: z.literal("number"),
  question: z.string().min(1),
  /** Always empty. */
  answers: z.array(choiceSchema),
  unit: unitSchema.optional(),
  ...questionEnd,
});

/** What is right of a number. */
export const numberRight = {
  /** A decimal number with a point: `-0.5`. */
  value: z.string(),
  /** How far from the value an answer may be: `0.01`, or `5%` of the value. Left out: not at all. */
  within: z.string().optional(),
  unit: unitSchema.optional(),
};

export const numberKeySchema = z.object({
  questionId: questionIdSchema,
  type: z.literal("number"),
  ...numberRight,
  /** What the trainer accepts as well, since it was asked. */
  acceptAlso: z.array(z.object(numberRight)).optional(),
  ...keyEnd,
});

import * as z from "zod";
import { answerIdSchema, questionIdSchema } from "../../ids.ts";
import { numberRight } from "../number/schema.ts";
import { choiceSchema, keyEnd, questionEnd, questionStart } from "../shapes.ts";
import { textRight } from "../text/schema.ts";

/** A question with gaps in its text: `[[1]]` marks where the blank 1 is. */
export const blanksQuestionSchema = z.object({
  ...questionStart,
  type: z.literal("blanks"),
  question: z.string().min(1),
  /** Always empty: a blank has its own. */
  answers: z.array(choiceSchema),
  blanks: z
    .array(
      z.object({
        blankId: answerIdSchema,
        type: z.enum(["text", "number", "single"]),
        /** Of a number. */
        unit: z.string().min(1).optional(),
        /** Of one with choices. */
        answers: z.array(choiceSchema).min(2).optional(),
      }),
    )
    .min(1),
  ...questionEnd,
});

export const blankKeySchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("text"), ...textRight }),
  z.object({ type: z.literal("number"), ...numberRight }),
  z.object({ type: z.literal("single"), answer: answerIdSchema }),
]);

export const blanksKeySchema = z.object({
  questionId: questionIdSchema,
  type: z.literal("blanks"),
  /** By the id of the blank. */
  blanks: z.record(z.string(), blankKeySchema),
  /** By the id of the blank: what the trainer accepts as well, since it was asked. */
  acceptAlso: z.record(z.string(), z.array(blankKeySchema)).optional(),
  ...keyEnd,
});

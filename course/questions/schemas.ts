import * as z from "zod";
import { blanksKeySchema, blanksQuestionSchema } from "./blanks/schema.ts";
import { matchKeySchema, matchQuestionSchema } from "./match/schema.ts";
import { multipleKeySchema, multipleQuestionSchema } from "./multiple/schema.ts";
import { numberKeySchema, numberQuestionSchema } from "./number/schema.ts";
import { orderKeySchema, orderQuestionSchema } from "./order/schema.ts";
import { singleKeySchema, singleQuestionSchema } from "./single/schema.ts";
import { textKeySchema, textQuestionSchema } from "./text/schema.ts";

/** One question as it is stored: the shape of `questions.json`. */
export const questionSchema = z.union([
  singleQuestionSchema,
  multipleQuestionSchema,
  numberQuestionSchema,
  textQuestionSchema,
  matchQuestionSchema,
  orderQuestionSchema,
  blanksQuestionSchema,
]);

const hidden = { pool: true } as const;

/** One question of a student's paper, as the API shows it: from what it was drawn is not said. */
export const shownQuestionSchema = z.union([
  singleQuestionSchema.omit(hidden),
  multipleQuestionSchema.omit(hidden),
  numberQuestionSchema.omit(hidden),
  textQuestionSchema.omit(hidden),
  matchQuestionSchema.omit(hidden),
  orderQuestionSchema.omit(hidden),
  blanksQuestionSchema.omit(hidden),
]);

/** One line of `answer-key.json`. */
export const answerKeyEntrySchema = z.union([
  singleKeySchema,
  multipleKeySchema,
  numberKeySchema,
  textKeySchema,
  matchKeySchema,
  orderKeySchema,
  blanksKeySchema,
]);

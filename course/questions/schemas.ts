import * as z from "zod";
import { blanksKeySchema, blanksQuestionSchema } from "./blanks/schema.ts";
import { matchKeySchema, matchQuestionSchema } from "./match/schema.ts";
import { multipleKeySchema, multipleQuestionSchema } from "./multiple/schema.ts";
import { numberKeySchema, numberQuestionSchema } from "./number/schema.ts";
import { orderKeySchema, orderQuestionSchema } from "./order/schema.ts";
import { singleKeySchema, singleQuestionSchema } from "./single/schema.ts";
import { textKeySchema, textQuestionSchema } from "./text/schema.ts";

/** One question as students see it; the shape of `questions.json` and of the API. */
export const questionSchema = z.union([
  singleQuestionSchema,
  multipleQuestionSchema,
  numberQuestionSchema,
  textQuestionSchema,
  matchQuestionSchema,
  orderQuestionSchema,
  blanksQuestionSchema,
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

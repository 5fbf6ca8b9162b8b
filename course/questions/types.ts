import * as z from "zod";
import { multiple } from "./multiple/multiple.ts";
import { multipleKeySchema, multipleQuestionSchema } from "./multiple/schema.ts";
import { number } from "./number/number.ts";
import { numberKeySchema, numberQuestionSchema } from "./number/schema.ts";
import type { QuestionType } from "./question-type.ts";
import { singleKeySchema, singleQuestionSchema } from "./single/schema.ts";
import { single } from "./single/single.ts";

/**
 * The types of questions: the one list of them. How each is marked stands in markings.ts, apart, as only the grading worker
 * needs that.
 */
const types: readonly QuestionType[] = [single, multiple, number];

/** One question as students see it; the shape of `questions.json` and of the API. */
export const questionSchema = z.union([singleQuestionSchema, multipleQuestionSchema, numberQuestionSchema]);

/** One line of `answer-key.json`. */
export const answerKeyEntrySchema = z.union([singleKeySchema, multipleKeySchema, numberKeySchema]);

const byName = new Map(types.map((each) => [each.type, each]));

/** @throws TypeError for a type that is not there; a schema lets none in. */
export const typeOf = ({ type }: { readonly type?: string | undefined }): QuestionType => {
  const found = byName.get(type);
  if (found) return found;
  throw new TypeError(`There is no question type ${type}.`);
};

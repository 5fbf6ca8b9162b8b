import * as z from "zod";
import { answerIdSchema, questionIdSchema } from "../ids.ts";
import { renderedTextsSchema } from "../text/rendered.ts";
import type { Answer } from "./answer.ts";

/**
 * How a question's points are shared out when an answer is partly right. `exact`: all or nothing. `each`: each choice, item or
 * blank counts alike. `net`: wrong picks take away from right ones. `weights`: each choice has a weight of its own.
 */
export const creditSchema = z.enum(["exact", "each", "net", "weights"]);

export type Credit = z.infer<typeof creditSchema>;

/**
 * A question that the trainer has taken out of the score. `dropped`: nobody gets points for it, and nobody needs them. `given`:
 * everybody gets its points.
 */
export const voidSchema = z.enum(["dropped", "given"]);

export type Void = z.infer<typeof voidSchema>;

export const choiceSchema = z.object({
  answerId: answerIdSchema,
  answerBody: z.string().min(1),
  /** It keeps its place where answers are shuffled, as "none of these" does. Students do not see this mark. */
  isFixed: z.literal(true).optional(),
});

export const itemSchema = z.object({ itemId: answerIdSchema, itemBody: z.string().min(1) });

/** A given answer, whatever its question's type: clients depend on these shapes. */
export const answerSchema: z.ZodType<Answer> = z.union([
  z.string(),
  z.array(z.string()),
  z.record(z.string(), z.string()),
]);

/** How each question begins, as students see it. */
export const questionStart = { questionId: questionIdSchema };

/** What may come after a question's own fields. */
export const questionEnd = {
  /** Left out: 1. */
  points: z.number().positive().optional(),
  /** Named to the student; left out where an answer is right or wrong as a whole. */
  credit: creditSchema.optional(),
  /** Its texts, which are Markdown, as safe HTML: no script, no style, nothing loaded but pictures of the course (trainer/text/). */
  html: renderedTextsSchema.optional(),
  /** Its texts for terminals. */
  plain: renderedTextsSchema.optional(),
  /** Where only some of several questions are put before each student: which belong together, and how many of them. */
  pool: z.object({ name: z.string().min(1), draw: z.int().positive() }).optional(),
};

/** What may come after the own fields of an entry of the answer key. */
export const keyEnd = {
  feedback: z.string().optional(),
  /** As safe HTML; left out: it would say no more than the text. */
  feedbackHtml: z.string().optional(),
  /** As in the question. */
  points: z.number().positive().optional(),
  credit: creditSchema.optional(),
  /** Left out: it counts. */
  void: voidSchema.optional(),
};

/** What every question has, of whatever type: all that is known of it outside its type. */
export const baseQuestionSchema = z.object({
  ...questionStart,
  type: z.string().optional(),
  question: z.string().min(1),
  /** What can be picked, matched or put in order; empty where there is nothing to choose from. */
  answers: z.array(choiceSchema),
  /** What gets one of the answers each, where there is such. */
  items: z.array(itemSchema).optional(),
  ...questionEnd,
});

export const baseKeySchema = z.object({
  questionId: questionIdSchema,
  type: z.string().optional(),
  ...keyEnd,
});

export const shuffledSchema = z.enum(["questions", "answers"]);

/** What of a test comes in an order of each student's own. */
export const shuffleSchema = z.array(shuffledSchema).min(1);

/** What was put before a student, as it is stored with what they sent in: questions and answers in their order. */
export const paperSchema = z.object({
  questions: z.array(
    z.object({
      questionId: questionIdSchema,
      /** Left out: in the order in which they are published, or the question has none. */
      answers: z.array(answerIdSchema).optional(),
    }),
  ),
});

export type Shuffled = z.infer<typeof shuffledSchema>;
export type Paper = z.infer<typeof paperSchema>;
export type BaseQuestion = z.infer<typeof baseQuestionSchema>;
export type BaseKey = z.infer<typeof baseKeySchema>;
export type Choice = z.infer<typeof choiceSchema>;

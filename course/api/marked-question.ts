import * as z from "zod";
import { questionIdSchema } from "../ids.ts";
import { answerSchema, creditSchema, voidSchema } from "../questions/shapes.ts";

const plainMarkSchema = z.object({
  question: z.string().optional(),
  given: z.string().optional(),
  right: z.string().optional(),
  feedback: z.string().optional(),
});

/** One question of a graded test, where the course gives feedback. */
export const markedQuestionSchema = z.object({
  questionId: questionIdSchema,
  /** What to call it, where students have different questions or another order; left out: its number is the same for all. */
  name: z.string().optional(),
  /** Texts as they are now; left out when the trainer has removed the question or answer since. */
  question: z.string().optional(),
  given: answerSchema.nullable(),
  /**
   * For people, as the next two texts; each part of an answer on a line of its own. Where lines are right or wrong on their
   * own and right answers are released, a given answer that is not right has `✓` or `✗` behind each.
   */
  givenText: z.string().optional(),
  isRight: z.boolean(),
  /** Where questions have points or give a part of them: at most two decimals each, such as `1.33` and `2`. */
  earned: z.string().optional(),
  of: z.string().optional(),
  /** Beside them: the rule by which the points were shared out. */
  credit: creditSchema.optional(),
  /** Taken out of the score by the trainer: `dropped`, it counts for nobody; `given`, everybody has its points. */
  void: voidSchema.optional(),
  /** Once it is released: the right answer. Left out in grades that were written before it was stored. */
  right: answerSchema.optional(),
  rightText: z.string().optional(),
  /** Beside it: what the trainer accepts as well, for people. */
  alsoRight: z.array(z.string()).optional(),
  /** Once right answers are released: why. */
  feedback: z.string().optional(),
  /** The four texts as safe HTML; each is left out where it would say no more than the text. */
  questionHtml: z.string().optional(),
  givenHtml: z.string().optional(),
  rightHtml: z.string().optional(),
  feedbackHtml: z.string().optional(),
  /** The four texts for terminals, where these differ from them. */
  plain: plainMarkSchema.optional(),
});

export type MarkedQuestion = z.infer<typeof markedQuestionSchema>;

import * as z from "zod";
import { gradeSchema } from "../grading/grade.ts";
import { scoreFields } from "../grading/score.ts";
import { questionIdSchema } from "../ids.ts";
import { voidSchema } from "../questions/shapes.ts";

/**
 * The contract between the console's server and its page for what the answers of a test say. Texts are cut and rare answers
 * are only counted, so that a test of 100 questions stays below 1 MB.
 */

const figure = z.number().nullable();

const answerSchema = z.object({
  answerId: z.string(),
  text: z.string(),
  isRight: z.boolean(),
  count: z.int(),
  restCorrelation: figure,
});

const flagSchema = z.object({
  kind: z.enum(["suspect-key", "bad-distractor"]),
  answerId: z.string(),
  reason: z.string(),
});

const questionSchema = z.object({
  questionId: questionIdSchema,
  /** Its place in the test, from 1. */
  place: z.int(),
  question: z.string(),
  /** As in the present key; left out: it counts. */
  void: voidSchema.optional(),
  areChoices: z.boolean(),
  students: z.int(),
  facility: figure,
  discrimination: figure,
  efficiency: figure,
  answers: z.array(answerSchema),
  /** Students whose answers are not among `answers`, because few gave the same. */
  others: z.int(),
  leftOut: z.int(),
  otherKey: z.int(),
  isJudged: z.boolean(),
  flags: z.array(flagSchema),
});

export const analysisViewSchema = z.object({
  students: z.int(),
  mean: figure,
  sd: figure,
  alpha: figure,
  standardError: figure,
  hadAll: z.int(),
  questions: z.array(questionSchema),
  /** Questions that are left out, because there are too many. */
  moreQuestions: z.int(),
  /** How many students have this score; see `shareOf`. */
  scores: z.array(gradeSchema.pick(scoreFields).extend({ students: z.int() })),
  /** Of so many graded students, so many have been read; the figures are over those. */
  read: z.int(),
  of: z.int(),
  /** Grades that can't be read; they are in no figure. */
  unreadable: z.int(),
});

export type AnalysisView = z.infer<typeof analysisViewSchema>;
export type ShownQuestion = AnalysisView["questions"][number];
export type ShownAnswer = ShownQuestion["answers"][number];
export type ScoreCount = AnalysisView["scores"][number];

import * as z from "zod";
import { questionIdSchema, type TestRef, testPath } from "../ids.ts";
import { cutLine } from "../text/cut-line.ts";
import type { TestAnalysis } from "./analysis.ts";

/** A question at which a trainer should look, and why. */
export const flaggedSchema = z.object({
  questionId: questionIdSchema,
  /** Its place in the test, from 1. */
  place: z.int().positive(),
  question: z.string(),
  kind: z.enum(["suspect-key", "bad-distractor"]),
  answerId: z.string(),
  reason: z.string(),
});

export type Flagged = z.infer<typeof flaggedSchema>;

/** In characters: a mail shows less. */
const longestQuestion = 100;

/** More than these help nobody. */
const mostFlagged = 50;

/** The flags of a test, suspect keys first. */
export const flaggedIn = ({ questions }: TestAnalysis): Flagged[] => {
  const all = questions.flatMap(({ questionId, question, flags }, index) =>
    flags.map((flag) => ({
      ...{ questionId, place: index + 1, question: cutLine(question, longestQuestion) },
      ...flag,
    })),
  );
  const { "suspect-key": keys = [], "bad-distractor": distractors = [] } = Object.groupBy(
    all,
    ({ kind }) => kind,
  );
  return [...keys, ...distractors].slice(0, mostFlagged);
};

/** One in a course of many tests. */
export interface FlaggedOfTest extends TestRef, Flagged {
  readonly title: string;
}

/** The tests of these questions, each once. */
export const pathsOf = (flagged: readonly TestRef[]): string[] => [...new Set(flagged.map(testPath))];

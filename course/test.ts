import * as z from "zod";
import { attemptRuleSchema } from "./grading/attempt-rule.ts";
import { instantSchema, subjectSchema, testIdSchema, testRefSchema } from "./ids.ts";
import { askedBy } from "./questions/asked-by.ts";
import { answerKeyEntrySchema, questionSchema } from "./questions/schemas.ts";
import { shuffleSchema } from "./questions/shapes.ts";

export const questionsSchema = z.array(questionSchema).min(1);

export const answerKeySchema = z.array(answerKeyEntrySchema).min(1);

/** A test's entry in the course's index, `course/tests.json`: everything but its questions. */
export const testSchema = z.object({
  subject: subjectSchema,
  testId: testIdSchema,
  title: z.string().min(1),
  /** null: at once. */
  opens: instantSchema.nullable(),
  deadline: instantSchema,
  /** The latest deadline that any student has. Left out by earlier versions, which did not write it down. */
  lastDeadline: instantSchema.optional(),
  /**
   * When publishing opened the test, where that is not `opens`: the test came into a course that was published before, and was
   * open at once. Left out: it opens at `opens`, or was there from the course's first publishing on.
   */
  openSince: instantSchema.optional(),
  /**
   * Whatever is handed in for it, or set by hand, is also in the test's list (test-list.ts). Left out: it came into the course by
   * an earlier version, which kept no lists.
   */
  isListed: z.literal(true).optional(),
  /** null: no limit. */
  attemptsAllowed: z.int().positive().nullable(),
  /** Which attempts count; left out: the latest. */
  counts: attemptRuleSchema.optional(),
  /** What comes in an order of each student's own; left out: nothing. */
  shuffle: shuffleSchema.optional(),
  /** Language of its texts, as a tag of BCP 47; left out: unknown. */
  language: z.string().optional(),
  /** The test's earlier names, the latest first; data that is stored under them counts for it. Left out: none. */
  renamedFrom: z.array(testRefSchema).optional(),
});

export const testIndexSchema = z.array(testSchema);

/** Whether two questions are the same; the order of their answers does not matter. */
export const isSameQuestion = (a: Question, b: Question): boolean => askedBy(a) === askedBy(b);

export type Question = z.infer<typeof questionSchema>;
export type AnswerKeyEntry = z.infer<typeof answerKeyEntrySchema>;
export type Test = z.infer<typeof testSchema>;

import * as z from "zod";
import {
  instantSchema,
  questionIdSchema,
  type RunId,
  runIdSchema,
  studentIdSchema,
  subjectSchema,
  submissionIdSchema,
  testIdSchema,
} from "../ids.ts";
import { answerSchema, voidSchema } from "../questions/shapes.ts";
import { attemptRuleSchema } from "./attempt-rule.ts";
import { fractionIn, isAtLeast, zero } from "./fraction.ts";

const exactSchema = z.string().refine((text) => fractionIn(text) !== null, "is no exact number such as 7/3");

const possibleSchema = exactSchema.refine(
  (text) => !isAtLeast(zero, fractionIn(text) ?? zero),
  "is no number above 0; a grade in which nothing counts says so by nothingCounts",
);

/** What a grade says, whose it is aside. */
const gradeContentSchema = z.object({
  right: z.int().nonnegative(),
  questions: z.int().positive(),
  /**
   * Of a test whose questions have points or give a part of them: exact numbers, such as `7/3` and `10`. Left out: each
   * question is one point, all or nothing, so `right` and `questions` say it. Read by `pointsOf`.
   */
  points: z.object({ earned: exactSchema, of: possibleSchema }).optional(),
  /** Every question is void, so that there is no score; totals leave the test out. */
  nothingCounts: z.literal(true).optional(),
  /** The best score. The score is exactly the share of the points, times this; see `scoreText`. */
  scale: z.number().positive(),
  /** The submission whose answers are shown: the one that counts; of an average, the latest. */
  submissionId: submissionIdSchema,
  receivedAt: instantSchema,
  /** The test's rule for several attempts; left out: the latest counts. */
  counts: attemptRuleSchema.optional(),
  /** Where the rule looks at several: each attempt in time, the earliest first, with its exact points. */
  attempts: z
    .array(
      z.object({
        submissionId: submissionIdSchema,
        receivedAt: instantSchema,
        /** Left out: nothing of it counts. */
        earned: exactSchema.optional(),
        of: possibleSchema.optional(),
      }),
    )
    .optional(),
  /** The run that wrote this revision. */
  runId: runIdSchema,
  /** Not everybody was asked the same in the same order, so questions are named to people. Left out: everybody was. */
  ownPaper: z.literal(true).optional(),
  answers: z.array(
    z.object({
      questionId: questionIdSchema,
      /** null: left out. */
      given: answerSchema.nullable(),
      isRight: z.boolean(),
      /**
       * The right answer. It is stored with the grade, as only the grading worker reads answer keys; left out in grades that
       * were written before.
       */
      right: answerSchema.optional(),
      /** What is right, for people, where that is more than one answer: `3.14 ± 0.01`. */
      rightText: z.string().optional(),
      /** What the trainer accepts as well, in the same way. */
      alsoRight: z
        .array(z.object({ right: answerSchema.optional(), rightText: z.string().optional() }))
        .optional(),
      /** From the answer key, as the right answer. */
      feedback: z.string().optional(),
      feedbackHtml: z.string().optional(),
      /** Exact, beside `points`: what the answer earned, of how much. */
      earned: z.string().optional(),
      of: z.string().optional(),
      /** As in the key: `dropped` ones are in none of the sums. */
      void: voidSchema.optional(),
    }),
  ),
});

/** `students/<studentId>/grades/<subject>/<testId>.json`. */
export const gradeSchema = z.object({
  studentId: studentIdSchema,
  subject: subjectSchema,
  testId: testIdSchema,
  /** 1 for the first grade; increases by one each time the grade changes. */
  revision: z.int().positive(),
  ...gradeContentSchema.shape,
  /** What the revision before said, so that a run can be undone. Left out: there is none, or an earlier version wrote it. */
  before: gradeContentSchema.optional(),
  /** The run that it undoes. */
  undoes: runIdSchema.optional(),
});

export type Grade = z.infer<typeof gradeSchema>;

/** A grade as the next revision keeps it. */
export const asBefore = (grade: Grade): NonNullable<Grade["before"]> => {
  const {
    studentId: _,
    subject: __,
    testId: ___,
    revision: ____,
    before: _____,
    undoes: ______,
    ...content
  } = grade;
  return content;
};

/**
 * The revision that puts back what a grade said before a run changed it; null: the run did not write this revision, or nothing
 * was before it.
 *
 * @param by the run that undoes it.
 */
export const undone = (grade: Grade, run: RunId, by: RunId): Grade | null => {
  if (grade.runId !== run || grade.before === undefined) return null;
  const { studentId, subject, testId, revision } = grade;
  return {
    ...{ studentId, subject, testId, revision: revision + 1 },
    ...{ ...grade.before, runId: by, before: asBefore(grade), undoes: run },
  };
};

const contentOf = (grade: Grade): string =>
  JSON.stringify([
    grade.right,
    grade.questions,
    grade.scale,
    grade.submissionId,
    grade.answers.map(({ questionId, given, isRight, earned, of }) =>
      of === undefined ? [questionId, given, isRight] : [questionId, given, isRight, earned, of],
    ),
    ...(grade.points ? [grade.points.earned, grade.points.of] : []),
    ...(grade.nothingCounts ? ["nothing counts"] : []),
  ]);

/** Whether two grades of one student's test say the same; who wrote them, their revision, right answers and feedback aside. */
export const isSameGrade = (a: Grade, b: Grade): boolean => contentOf(a) === contentOf(b);

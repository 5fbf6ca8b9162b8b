import * as z from "zod";
import { longestAppeal } from "../appeals/appeal-limits.ts";
import { sortAnswers } from "../attempts.ts";
import { questionIdSchema, studentIdSchema, subjectSchema, testIdSchema } from "../ids.ts";
import { choiceTokenSchema } from "../notices/reminder-choice.ts";
import { joinProblems, quote } from "../problems.ts";
import { isBlank } from "../questions/answer.ts";
import type { BaseQuestion } from "../questions/shapes.ts";
import { answerSchema } from "../questions/shapes.ts";
import { typeOf } from "../questions/types.ts";
import { type GivenAnswer, givenAnswerSchema } from "../submission.ts";

/** `POST /v1/tests`. */
export const listTestsRequestSchema = z.object({
  studentId: studentIdSchema,
  subjectName: subjectSchema.optional(),
  /** Asks for the student's graded tests too; older clients don't. */
  scores: z.boolean().optional(),
  /** Asks for the results of past tests, the course and the student; `scores` is then ignored. */
  results: z.boolean().optional(),
  /** Asks for the course alone, for clients that want its language. */
  course: z.boolean().optional(),
  /** Asks for the receipt of each open test's latest submission. */
  receipts: z.boolean().optional(),
  /** Asks for the tests whose deadline has passed, and when the next one opens. */
  closed: z.boolean().optional(),
});

/** `GET /v1/test`, its query. */
export const showTestRequestSchema = z.object({ subjectName: subjectSchema, testId: testIdSchema });

/** `GET /v1/score`, its query. */
export const showScoreRequestSchema = showTestRequestSchema;

/** `POST /v1/appeals`. The length of the text is checked when characters that nobody sees are gone (appeal-text.ts). */
export const appealRequestSchema = z.object({
  studentId: studentIdSchema,
  subjectName: subjectSchema,
  testId: testIdSchema,
  questionId: questionIdSchema,
  text: z.string().meta({ minLength: 1, maxLength: longestAppeal }),
});

/** `GET` and `POST /v1/reminders`, their query: from the link in a mail, in place of a key. */
export const remindersQuerySchema = z.object({ student: studentIdSchema, token: choiceTokenSchema });

/** `POST /v1/reminders`. */
export const remindersRequestSchema = z.object({ reminders: z.enum(["on", "off"]) });

/** A question can be left out by an answer that says nothing, by null, or by no entry; the first two are read as null. */
const resultEntrySchema = givenAnswerSchema.extend({
  answer: z
    .union([z.null(), answerSchema])
    .transform((answer) => (answer === null || isBlank(answer) ? null : answer)),
});

/** `POST /v1/test`. */
export const submitTestRequestSchema = z.object({
  subjectName: subjectSchema,
  testId: testIdSchema,
  studentId: studentIdSchema,
  testResult: z.array(resultEntrySchema),
});

/** The longest body of a submission, in bytes; about a hundred times a real one. */
export const longestBodyBytes = 256 * 1024;

/** One entry of `testResult`; null: left out. */
export type ResultEntry = z.infer<typeof resultEntrySchema>;

/**
 * The problem with well-formed answers: a question that the test does not have, a question answered twice, an answer that
 * its question does not take, or no answer at all (which would use up an attempt and replace the earlier answers). null: no
 * problem.
 *
 * @param questions that the student is asked.
 * @param whose begins the sentence about a question that is none of them.
 */
export const answerProblems = (
  questions: readonly BaseQuestion[],
  testResult: readonly ResultEntry[],
  whose: "This test" | "Your paper of this test" = "This test",
): string | null => {
  const asked = new Map<string, BaseQuestion>(questions.map((question) => [question.questionId, question]));
  const seen = new Set<string>();
  const problems = testResult.flatMap(({ questionId, answer }) => {
    const question = asked.get(questionId);
    if (question === undefined) return [`${whose} has no question ${quote(questionId)}`];
    if (seen.has(questionId)) return [`Question ${quote(questionId)} is answered more than once`];
    seen.add(questionId);
    const problem = answer === null ? null : typeOf(question).problem(question, answer);
    return problem === null ? [] : [`Question ${quote(questionId)} ${problem}`];
  });
  if (problems.length > 0) return joinProblems(problems);
  return testResult.some(({ answer }) => answer !== null)
    ? null
    : "Every question is left out; there is nothing to send.";
};

/** The questions that were answered, sorted. */
export const answeredIn = (testResult: readonly ResultEntry[]): GivenAnswer[] =>
  sortAnswers(
    testResult.flatMap(({ questionId, answer }) => (answer === null ? [] : [{ questionId, answer }])),
  );

/** The questions that were answered, as a submission stores them; `answerProblems` has found nothing wrong. */
export const givenAnswers = (
  questions: readonly BaseQuestion[],
  testResult: readonly ResultEntry[],
): GivenAnswer[] => {
  const asked = new Map<string, BaseQuestion>(questions.map((question) => [question.questionId, question]));
  return answeredIn(testResult).map(({ questionId, answer }) => {
    const question = asked.get(questionId);
    return { questionId, answer: question ? typeOf(question).stored(answer) : answer };
  });
};

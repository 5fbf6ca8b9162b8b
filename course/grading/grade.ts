import * as z from "zod";
import {
  answerIdSchema,
  instantSchema,
  questionIdSchema,
  runIdSchema,
  studentIdSchema,
  subjectSchema,
  submissionIdSchema,
  testIdSchema,
} from "../ids.ts";

/** `students/<studentId>/grades/<subject>/<testId>.json`. */
export const gradeSchema = z.object({
  studentId: studentIdSchema,
  subject: subjectSchema,
  testId: testIdSchema,
  /** 1 for the first grade; increases by one each time the grade changes. */
  revision: z.int().positive(),
  right: z.int().nonnegative(),
  questions: z.int().positive(),
  /** The best score. The score is exactly right / questions * scale; see `scoreText`. */
  scale: z.number().positive(),
  submissionId: submissionIdSchema,
  receivedAt: instantSchema,
  /** The run that wrote this revision. */
  runId: runIdSchema,
  answers: z.array(
    z.object({
      questionId: questionIdSchema,
      /** null: left out. */
      given: answerIdSchema.nullable(),
      isRight: z.boolean(),
      /**
       * The right answer. It is stored with the grade, as only the grading worker reads answer keys; left out in grades that
       * were written before.
       */
      right: answerIdSchema.optional(),
      /** From the answer key, as the right answer. */
      feedback: z.string().optional(),
    }),
  ),
});

export type Grade = z.infer<typeof gradeSchema>;

const contentOf = (grade: Grade): string =>
  JSON.stringify([
    grade.right,
    grade.questions,
    grade.scale,
    grade.submissionId,
    grade.answers.map(({ questionId, given, isRight }) => [questionId, given, isRight]),
  ]);

/** Whether two grades of one student's test say the same; who wrote them, their revision, right answers and feedback aside. */
export const isSameGrade = (a: Grade, b: Grade): boolean => contentOf(a) === contentOf(b);

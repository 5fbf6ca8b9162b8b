import { type Grade, gradeSchema } from "../../../../course/grading/grade.ts";
import {
  type AnswerKeyEntry,
  answerKeySchema,
  type Question,
  questionsSchema,
} from "../../../../course/test.ts";

const only = <T>([first]: readonly T[]): T => {
  if (first === undefined) throw new Error("The list is empty.");
  return first;
};

/** A question with an answer for each letter. */
export const single = (questionId: string, letters: string): Question =>
  only(
    questionsSchema.parse([
      {
        questionId,
        question: `Text of ${questionId}?`,
        answers: [...letters].map((answerId) => ({ answerId, answerBody: `Body of ${answerId}` })),
      },
    ]),
  );

export const keyOf =
  (answer: string) =>
  ({ questionId }: Question): AnswerKeyEntry =>
    only(answerKeySchema.parse([{ questionId, answer }]));

type Marked = Omit<Partial<Grade["answers"][number]>, "questionId"> & { readonly questionId: string };

/** A grade of these marked answers. */
export const gradeOf = (answers: readonly Marked[], changes: Partial<Grade> = {}): Grade =>
  gradeSchema.parse({
    ...{ studentId: "ann", subject: "linux", testId: "t1", revision: 1, scale: 5 },
    ...{
      submissionId: "a".repeat(32),
      receivedAt: "2026-11-17T12:00:00.000Z",
      runId: "2026-11-23T22-00-00Z",
    },
    right: answers.filter(({ isRight }) => isRight).length,
    questions: answers.length,
    answers: answers.map((answer) => ({ given: null, isRight: false, ...answer })),
    ...changes,
  });

/** Grades of students who gave these answers to q1, q2 and so on; `-` left it out. @param right of each question; one for all. */
export const gradesOf = (rows: readonly (readonly string[])[], right = "a"): Grade[] =>
  rows.map((row) =>
    gradeOf(
      row.map((answer, index) => ({
        questionId: `q${index + 1}`,
        given: answer === "-" ? null : answer,
        isRight: answer === (right[index] ?? right),
      })),
    ),
  );

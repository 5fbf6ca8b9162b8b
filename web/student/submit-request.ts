import type { Answer } from "../../course/questions/answer.ts";
import type { TestName } from "./route.ts";

/** The answer to each question, by their ids. */
export type Answers = Readonly<Record<string, Answer>>;

/** The body of `POST /v1/test`. */
export interface SubmitRequest {
  readonly subjectName: string;
  readonly testId: string;
  readonly studentId: string;
  readonly testResult: readonly { readonly questionId: string; readonly answer: Answer }[];
}

export const submitRequest = (studentId: string, test: TestName, answers: Answers): SubmitRequest => ({
  subjectName: test.subject,
  testId: test.testId,
  studentId,
  testResult: Object.entries(answers).map(([questionId, answer]) => ({ questionId, answer })),
});

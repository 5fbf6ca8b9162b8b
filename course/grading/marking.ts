import type { EarlierVersion } from "../earlier-version.ts";
import type { GivenAnswer } from "../submission.ts";
import type { AnswerKeyEntry } from "../test.ts";
import type { Grade } from "./grade.ts";

/**
 * Marks given answers against the answer key, in the key's order. A question left out is wrong; an answer to a question
 * that the key does not have counts for nothing.
 */
export const markAnswers = (answerKey: readonly AnswerKeyEntry[], given: readonly GivenAnswer[]): Marked => {
  const answerOf = new Map(given.map(({ questionId, answer }) => [questionId, answer]));
  const answers = answerKey.map(({ questionId, answer, feedback }) => {
    const picked = answerOf.get(questionId) ?? null;
    const mark = { questionId, given: picked, isRight: picked === answer, right: answer };
    return feedback === undefined ? mark : { ...mark, feedback };
  });
  return counted(answers);
};

type Marked = Pick<Grade, "right" | "questions" | "answers">;

const counted = (answers: Grade["answers"]): Marked => ({
  right: answers.filter(({ isRight }) => isRight).length,
  questions: answers.length,
  answers,
});

/**
 * Marks a submission by the questions that it answers. When those were replaced since, nobody is worse off for it: a question
 * that is new does not count; one that changed is right when it was right then, or is now; one that is gone counts
 * where that gives the better score.
 *
 * @param answerKey of now.
 * @param earlier the questions it answers; null: those of now.
 */
export const markSubmission = (
  answerKey: readonly AnswerKeyEntry[],
  earlier: EarlierVersion | null,
  given: readonly GivenAnswer[],
): Marked => {
  if (earlier === null) return markAnswers(answerKey, given);
  const now = new Map(answerKey.map((entry) => [entry.questionId, entry]));
  const marks = markAnswers(earlier.answerKey, given).answers.map((mark) => {
    const { answer = mark.right, feedback = mark.feedback } = now.get(mark.questionId) ?? {};
    const isRight = mark.isRight || (mark.given !== null && mark.given === answer);
    const right = mark.isRight ? mark.right : answer;
    return { ...mark, isRight, right, ...(feedback !== undefined && { feedback }) };
  });
  const [all, still] = [counted(marks), counted(marks.filter(({ questionId }) => now.has(questionId)))];
  return still.questions > 0 && still.right * all.questions >= all.right * still.questions ? still : all;
};

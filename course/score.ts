import type { Grade } from "./grade.ts";
import type { GivenAnswer } from "./submission.ts";
import type { AnswerKeyEntry } from "./test.ts";

/** Right answers over questions, times the best score. Kept as whole numbers; rounded only to be shown. */
export type Score = Pick<Grade, "right" | "questions" | "scale">;

/**
 * Marks given answers against the answer key, in the key's order. A question left out is wrong; an answer to a question
 * that the key does not have counts for nothing.
 */
export const markAnswers = (
  answerKey: readonly AnswerKeyEntry[],
  given: readonly GivenAnswer[],
): Pick<Grade, "right" | "questions" | "answers"> => {
  const answerOf = new Map(given.map(({ questionId, answer }) => [questionId, answer]));
  const answers = answerKey.map(({ questionId, answer, feedback }) => {
    const picked = answerOf.get(questionId) ?? null;
    const mark = { questionId, given: picked, isRight: picked === answer };
    return feedback === undefined ? mark : { ...mark, feedback };
  });
  return {
    right: answers.filter(({ isRight }) => isRight).length,
    questions: answerKey.length,
    answers,
  };
};

/** Scales are read to a millionth, far finer than the hundredths that are shown. */
const scaleUnits = 1_000_000;

/**
 * The score with at most two decimals, half a hundredth rounded up: `3.33`, `4.5`, `0`. Whole-number arithmetic, so
 * neither float dust nor an exponent can appear.
 */
export const scoreText = ({ right, questions, scale }: Score): string => {
  const numerator = BigInt(right) * BigInt(Math.round(scale * scaleUnits)) * 100n;
  const denominator = BigInt(questions) * BigInt(scaleUnits);
  const hundredths = (2n * numerator + denominator) / (2n * denominator);
  const decimals = (hundredths % 100n).toString().padStart(2, "0").replace(/0+$/, "");
  const whole = (hundredths / 100n).toString();
  return decimals === "" ? whole : `${whole}.${decimals}`;
};

/** Score and best score for people: `3.33 out of 5`. */
export const scoreOutOf = (score: Score): string => `${scoreText(score)} out of ${bestText(score)}`;

/** The best score there is, in the same form. */
export const bestText = (score: Score): string => scoreText({ ...score, right: score.questions });

const contentOf = (grade: Grade): string =>
  JSON.stringify([
    grade.right,
    grade.questions,
    grade.scale,
    grade.submissionId,
    grade.answers.map(({ questionId, given, isRight }) => [questionId, given, isRight]),
  ]);

/** Whether two grades of one student's test say the same; who wrote them, their revision and feedback aside. */
export const isSameGrade = (a: Grade, b: Grade): boolean => contentOf(a) === contentOf(b);

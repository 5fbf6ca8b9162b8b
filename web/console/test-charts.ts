import { counted } from "../../course/counted.ts";
import type { Grade } from "../../course/grading/grade.ts";
import { scoreText } from "../../course/grading/score.ts";
import type { Question } from "../../course/test.ts";
import { share } from "./format.ts";

export interface Bar {
  readonly label: string;
  readonly value: number;
  /** The text at the bar's end: `3 of 4`. */
  readonly words: string;
}

/** With more possible scores than this, several share a bar. */
const mostBars = 13;

/**
 * How many students have which score, the best first; every possible score has a bar. When the number of questions has
 * changed, grades are sorted into bars by their share of right answers.
 */
export const scoreBars = (grades: readonly Grade[]): Bar[] => {
  const questions = grades.reduce((most, grade) => Math.max(most, grade.questions), 0);
  const [sample] = grades;
  if (!sample) return [];
  const width = Math.ceil((questions + 1) / mostBars);
  const bars = Array.from({ length: Math.floor(questions / width) + 1 }, (_, index) => ({
    from: index * width,
    to: Math.min(questions, (index + 1) * width - 1),
  }));
  const rightOf = (grade: Grade): number => Math.round((grade.right * questions) / grade.questions);
  const text = (right: number): string => scoreText({ right, questions, scale: sample.scale });
  return bars.reverse().map(({ from, to }) => {
    const value = grades.filter((grade) => rightOf(grade) >= from && rightOf(grade) <= to).length;
    const label = from === to ? text(from) : `${text(from)} – ${text(to)}`;
    return { label, value, words: counted(value, "student") };
  });
};

/** The share of graded students that answered each question right, in the test's order. */
export const questionBars = (questions: readonly Question[], grades: readonly Grade[]): Bar[] =>
  questions.map(({ questionId, question }, index) => {
    const answers = grades.flatMap((grade) => grade.answers.filter((one) => one.questionId === questionId));
    const right = answers.filter(({ isRight }) => isRight).length;
    return {
      label: `${index + 1}. ${question}`,
      value: answers.length === 0 ? 0 : right / answers.length,
      words: `${share(right, answers.length)} (${right} of ${answers.length})`,
    };
  });

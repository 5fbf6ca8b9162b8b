import { counted } from "../../course/counted.ts";
import { fraction, times, zero } from "../../course/grading/fraction.ts";
import { scoreText, shareOf } from "../../course/grading/score.ts";
import type { ScoreCount, ShownQuestion } from "../../course/statistics/analysis-view.ts";

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
 * changed, and where questions have points, grades are sorted into bars by their share of all that is right.
 */
export const scoreBars = (scores: readonly ScoreCount[]): Bar[] => {
  const questions = scores.reduce((most, score) => Math.max(most, score.questions), 0);
  const [sample] = scores;
  if (!sample) return [];
  const width = Math.ceil((questions + 1) / mostBars);
  const bars = Array.from({ length: Math.floor(questions / width) + 1 }, (_, index) => ({
    from: index * width,
    to: Math.min(questions, (index + 1) * width - 1),
  }));
  const rightOf = (score: ScoreCount): number => {
    const { numerator, denominator } = times(shareOf(score) ?? zero, fraction(BigInt(questions)));
    return Number((2n * numerator + denominator) / (2n * denominator));
  };
  const text = (right: number): string => scoreText({ right, questions, scale: sample.scale }) ?? "";
  return bars.reverse().map(({ from, to }) => {
    const inBar = scores.filter((score) => rightOf(score) >= from && rightOf(score) <= to);
    const value = inBar.reduce((sum, { students }) => sum + students, 0);
    const label = from === to ? text(from) : `${text(from)} – ${text(to)}`;
    return { label, value, words: counted(value, "student") };
  });
};

/** How much of its points each question gave, in the test's order. */
export const facilityBars = (questions: readonly ShownQuestion[]): Bar[] =>
  questions.map(({ place, question, facility }) => ({
    label: `${place}. ${question}`,
    value: (facility ?? 0) / 100,
    words: facility === null ? "–" : `${facility}%`,
  }));

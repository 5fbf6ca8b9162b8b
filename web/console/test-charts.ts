import { counted } from "../../course/counted.ts";
import { type Fraction, fraction, times } from "../../course/grading/fraction.ts";
import { scoreText, shareOf } from "../../course/grading/score.ts";
import type { ScoreCount, ShownQuestion } from "../../course/statistics/analysis-view.ts";
import { facilityText } from "../../course/statistics/in-words.ts";

export interface Bar {
  readonly label: string;
  /** null: there is none, and the words say why. */
  readonly value: number | null;
  /** The text at the bar's end: `3 of 4`. */
  readonly words: string;
}

/** With more possible scores than this, several share a bar. */
const mostBars = 13;

/** A bar's scores: `from` to `to` of so many steps. */
interface Range {
  readonly from: number;
  readonly to: number;
  /** Where the scale ends that people read. */
  readonly shownTo: number;
}

/** Every possible number of right answers, or some together. */
const rangesOfCounts = (questions: number): Range[] => {
  const width = Math.ceil((questions + 1) / mostBars);
  return Array.from({ length: Math.floor(questions / width) + 1 }, (_, index) => {
    const to = Math.min(questions, (index + 1) * width - 1);
    return { from: index * width, to, shownTo: to };
  });
};

/** Points can be any part of the whole, so each bar is a tenth of it. */
const tenths = Array.from(
  { length: 10 },
  (_, index): Range => ({ from: index, to: index, shownTo: index + 1 }),
);

/**
 * How many students have which score, the best first. Where each question counts alike every possible score has a bar, by the
 * share of all that is right when the number of questions has changed; where questions have points, every tenth.
 */
export const scoreBars = (scores: readonly ScoreCount[]): Bar[] => {
  const [sample] = scores;
  if (!sample) return [];
  const hasPoints = scores.some(({ points }) => points !== undefined);
  const steps = hasPoints
    ? tenths.length
    : scores.reduce((most, score) => Math.max(most, score.questions), 0);
  const stepOf = (share: Fraction): number => {
    const { numerator, denominator } = times(share, fraction(BigInt(steps)));
    if (hasPoints) return Math.min(steps - 1, Number(numerator / denominator));
    return Number((2n * numerator + denominator) / (2n * denominator));
  };
  // Where nothing counts there is no score.
  const placed = scores.flatMap((score) => {
    const share = shareOf(score);
    return share === null ? [] : [{ step: stepOf(share), students: score.students }];
  });
  const text = (step: number): string =>
    scoreText({ right: step, questions: steps, scale: sample.scale }) ?? "";
  const ranges = hasPoints ? tenths : rangesOfCounts(steps);
  return [...ranges].reverse().map(({ from, to, shownTo }) => {
    const inBar = placed.filter(({ step }) => step >= from && step <= to);
    const value = inBar.reduce((sum, { students }) => sum + students, 0);
    const label = from === shownTo ? text(from) : `${text(from)} – ${text(shownTo)}`;
    return { label, value, words: counted(value, "student") };
  });
};

/** How much of its points each question gave, in the test's order. */
export const facilityBars = (questions: readonly ShownQuestion[]): Bar[] =>
  questions.map((shown) => ({
    label: `${shown.place}. ${shown.question}`,
    value: shown.facility === null ? null : shown.facility / 100,
    words: facilityText(shown),
  }));

import { namedRule } from "./attempt-rule.ts";
import { type Fraction, fraction, fractionIn, one, times, zero } from "./fraction.ts";
import type { Grade } from "./grade.ts";

/** What a test's score is made of, in both shapes that are stored; `pointsOf` reads them. */
export type ScoreCounts = Pick<Grade, "right" | "questions" | "points" | "nothingCounts">;

/** The share of the points, times the best score. Kept exactly; rounded only to be shown. */
export type Score = ScoreCounts & Pick<Grade, "scale" | "counts">;

/** Of a grade's schema: what its score is made of. */
export const scoreFields = {
  right: true,
  questions: true,
  points: true,
  nothingCounts: true,
  scale: true,
  counts: true,
} as const;

/** Of something that holds a score: what it is made of, to be passed on. */
export const scoreOf = ({ right, questions, points, nothingCounts, scale, counts }: Score): Score => ({
  ...{ right, questions },
  ...(points && { points }),
  ...(nothingCounts && { nothingCounts }),
  scale,
  ...namedRule(counts),
});

/** Settings, and scores that were set by hand, are read to a millionth, far finer than the hundredths that are shown. */
export const millionths = 1_000_000n;

export const inMillionths = (decimal: number): bigint => BigInt(Math.round(decimal * Number(millionths)));

/**
 * A fraction with at most two decimals, half a hundredth rounded up: `3.33`, `4.5`, `0`. Whole-number arithmetic, so neither
 * float dust nor an exponent can appear.
 */
export const fractionText = (numerator: bigint, denominator: bigint): string => {
  const hundredths = (200n * numerator + denominator) / (2n * denominator);
  const decimals = (hundredths % 100n).toString().padStart(2, "0").replace(/0+$/, "");
  const whole = (hundredths / 100n).toString();
  return decimals === "" ? whole : `${whole}.${decimals}`;
};

/** A fraction as `fractionText` shows it. */
export const shownText = ({ numerator, denominator }: Fraction): string =>
  fractionText(numerator, denominator);

interface Points {
  readonly earned: Fraction;
  readonly of: Fraction;
}

/**
 * The points of a test: earned, and possible. Everything that shows or adds scores reads them here. null: nothing counts.
 *
 * @throws RangeError for points that the schema does not let in.
 */
export const pointsOf = ({ right, questions, points, nothingCounts }: ScoreCounts): Points | null => {
  if (nothingCounts) return null;
  if (points === undefined) return { earned: fraction(BigInt(right)), of: fraction(BigInt(questions)) };
  const [earned, of] = [fractionIn(points.earned), fractionIn(points.of)];
  if (earned && of && of.numerator > 0n) return { earned, of };
  throw new RangeError(`A grade says ${points.earned} of ${points.of} points.`);
};

/** Which part of the points was earned, from 0 to 1; null: nothing counts. */
export const shareOf = (counts: ScoreCounts): Fraction | null => {
  const points = pointsOf(counts);
  if (points === null) return null;
  const { earned, of } = points;
  return fraction(earned.numerator * of.denominator, earned.denominator * of.numerator);
};

const scaled = (share: Fraction, scale: number): string =>
  shownText(times(share, fraction(inMillionths(scale), millionths)));

/** The score as `fractionText` shows it; null: nothing counts. */
export const scoreText = (score: Score): string | null => {
  const share = shareOf(score);
  return share && scaled(share, score.scale);
};

/** The best score there is, in the same form. */
export const bestText = ({ scale }: Pick<Score, "scale"> & Partial<Score>): string => scaled(one, scale);

/** What was right, of how much, as people read it; the points have at most two decimals each. */
export const countsOf = (counts: ScoreCounts): ScoreCounts => {
  const { right, questions, points, nothingCounts } = counts;
  if (nothingCounts) return { right, questions, nothingCounts };
  if (points === undefined) return { right, questions };
  const [earned, of] = [fractionIn(points.earned), fractionIn(points.of)];
  return { right, questions, points: { earned: shownText(earned ?? zero), of: shownText(of ?? zero) } };
};

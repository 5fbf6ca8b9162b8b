import type { Grade } from "./grade.ts";

/** Right answers over questions, times the best score. Kept as whole numbers; rounded only to be shown. */
export type Score = Pick<Grade, "right" | "questions" | "scale">;

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

/** The score as `fractionText` shows it. */
export const scoreText = ({ right, questions, scale }: Score): string =>
  fractionText(BigInt(right) * inMillionths(scale), BigInt(questions) * millionths);

/** The best score there is, in the same form. */
export const bestText = (score: Score): string => scoreText({ ...score, right: score.questions });

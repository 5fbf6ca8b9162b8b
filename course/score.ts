import type { Grade } from "./grade.ts";

/** Right answers over questions, times the best score. Kept as whole numbers; rounded only to be shown. */
export type Score = Pick<Grade, "right" | "questions" | "scale">;

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

/** The best score there is, in the same form. */
export const bestText = (score: Score): string => scoreText({ ...score, right: score.questions });

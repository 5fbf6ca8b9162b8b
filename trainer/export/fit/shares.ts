import {
  exactText,
  type Fraction,
  fraction,
  isAtLeast,
  isEqual,
  minus,
  one,
  outOf,
  sumOf,
  zero,
} from "../../../course/grading/fraction.ts";
import { weightIn } from "../../course-folder/questions/multiple.ts";
import { decimalText, shareOf } from "../../import/decimals.ts";
import type { QuestionBody } from "../../import/model.ts";
import type { Lose } from "../format.ts";

type Multiple = Extract<QuestionBody, { readonly type: "multiple" }>;

/** A share of the points in percent, with as many decimals as other systems read: `33.33333`. */
export const percentOf = ({ numerator, denominator }: Fraction): string => {
  const sign = numerator < 0n ? -1n : 1n;
  const places = 100_000n;
  const rounded = (2n * sign * numerator * 100n * places + denominator) / (2n * denominator);
  return decimalText(`${sign < 0n ? "-" : ""}${rounded}e-5`) ?? "0";
};

/** A question of which each answer has its share of the points: other systems know no other rule for several right answers. */
export const withShares = (body: Multiple, lose: Lose): Multiple => {
  const shares = roundedShares(smallShares(sharesIn(body, lose), lose), lose);
  const given = [...shares].filter(([, share]) => !isEqual(share, zero));
  return {
    ...{ type: "multiple", answers: body.answers },
    right: given.filter(([, share]) => isAtLeast(share, zero)).map(([id]) => id),
    weights: Object.fromEntries(given.map(([id, share]) => [id, shareOf(percentOf(share)) ?? "0"])),
  };
};

type Shares = ReadonlyMap<string, Fraction>;

const sharesIn = ({ answers, right, weights, credit }: Multiple, lose: Lose): Shares => {
  if (weights) return new Map(answers.map(({ id }) => [id, weightIn(weights[id] ?? "0") ?? zero]));
  if (credit === "each") lose("gives no points for wrong answers that are left out: only for right ones");
  else if (credit === undefined && right.length > 1) {
    lose(
      "gives each right answer its share of the points, and none with a wrong one, instead of all or nothing",
    );
  }
  const wrong = credit === undefined ? fraction(-1n) : minus(zero, outOf(1, right.length));
  return new Map(answers.map(({ id }) => [id, right.includes(id) ? outOf(1, right.length) : wrong]));
};

/** The points of the right answers add up to all points, and a wrong one takes no more than all. */
const smallShares = (shares: Shares, lose: Lose): Shares => {
  const sum = sumOf([...shares.values()].filter((share) => isAtLeast(share, zero)));
  const isMore = !isAtLeast(one, sum);
  if (isMore) lose(`makes its shares of the points smaller: they add up to ${exactText(sum)}, and may to 1`);
  const all = [...shares].map(([id, share]): [string, Fraction] => {
    const { numerator, denominator } = share;
    const isScaled = isMore && isAtLeast(share, zero);
    return [id, isScaled ? fraction(numerator * sum.denominator, denominator * sum.numerator) : share];
  });
  const isTooMuch = all.some(([, share]) => !isAtLeast(share, fraction(-1n)));
  if (isTooMuch) lose("takes all points for a wrong answer that would take even more");
  return new Map(all.map(([id, share]) => [id, isAtLeast(share, fraction(-1n)) ? share : fraction(-1n)]));
};

const roundedShares = (shares: Shares, lose: Lose): Shares => {
  const isRounded = [...shares.values()].some((share) => {
    const read = weightIn(shareOf(percentOf(share)) ?? "");
    return read === null || !isEqual(read, share);
  });
  if (isRounded) lose("rounds its shares of the points");
  return shares;
};

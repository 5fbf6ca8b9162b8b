import type { Fraction } from "../grading/fraction.ts";

/** The largest whole number whose square is at most `value`, by Newton's method. */
const wholeRoot = (value: bigint): bigint => {
  if (value === 0n) return 0n;
  let root = 1n << BigInt(Math.ceil(value.toString(2).length / 2));
  for (;;) {
    const next = (root + value / root) / 2n;
    if (next >= root) return root;
    root = next;
  }
};

const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);

const withSign = (isNegative: boolean, value: bigint): bigint => (isNegative ? -value : value);

/** A value exactly, or as the root of one: statistics are computed in these, and rounded once, to be shown. */
export type Exact =
  | { readonly kind: "fraction"; readonly value: Fraction }
  /** The square root of `square`, or what is as far below 0. */
  | { readonly kind: "root"; readonly isNegative: boolean; readonly square: Fraction };

export const exactly = (value: Fraction): Exact => ({ kind: "fraction", value });

export const rootOf = (square: Fraction, isNegative = false): Exact => ({ kind: "root", isNegative, square });

/** In ten thousandths, to the nearest; halves away from 0. */
const tenThousandths = (exact: Exact): bigint => {
  if (exact.kind === "fraction") {
    const { numerator, denominator } = exact.value;
    const nearest = (20_000n * magnitude(numerator) + denominator) / (2n * denominator);
    return withSign(numerator < 0n, nearest);
  }
  const { numerator, denominator } = exact.square;
  const nearest = (wholeRoot((400_000_000n * numerator) / denominator) + 1n) / 2n;
  return withSign(exact.isNegative, nearest);
};

/** `64.55` for 0.6455: in percent, to two decimals. null: undefined. */
export const percent = (exact: Exact | null): number | null =>
  exact === null ? null : Number(tenThousandths(exact)) / 100;

/** `0.6455`: to four decimals. null: undefined. */
export const decimal = (exact: Exact | null): number | null =>
  exact === null ? null : Number(tenThousandths(exact)) / 10_000;

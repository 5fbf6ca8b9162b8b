import { compared, type Fraction, fraction, minus, plus, times, zero } from "../grading/fraction.ts";
import { type Exact, exactly, rootOf } from "./rounding.ts";

/** Two values that so many students have together. */
export interface Pair {
  readonly x: Fraction;
  readonly y: Fraction;
  readonly students: number;
}

type Side = (pair: Pair) => Fraction;

const x: Side = (pair) => pair.x;
const y: Side = (pair) => pair.y;

/** @throws RangeError where `divisor` is 0. */
export const dividedBy = (value: Fraction, divisor: Fraction): Fraction =>
  fraction(value.numerator * divisor.denominator, value.denominator * divisor.numerator);

const whole = (value: number): Fraction => fraction(BigInt(value));

export const studentsOf = (pairs: readonly Pair[]): number =>
  pairs.reduce((sum, { students }) => sum + students, 0);

const weighted = (pairs: readonly Pair[], value: (pair: Pair) => Fraction): Fraction =>
  pairs.reduce((sum, pair) => plus(sum, times(whole(pair.students), value(pair))), zero);

export const sumOfX = (pairs: readonly Pair[]): Fraction => weighted(pairs, x);
export const sumOfY = (pairs: readonly Pair[]): Fraction => weighted(pairs, y);

/** Of a sample of at least two students, so it is divided by one student less. */
const covarianceOf = (pairs: readonly Pair[], a: Side, b: Side): Fraction => {
  const students = studentsOf(pairs);
  const product = weighted(pairs, (pair) => times(a(pair), b(pair)));
  const ofMeans = dividedBy(times(weighted(pairs, a), weighted(pairs, b)), whole(students));
  return dividedBy(minus(product, ofMeans), whole(students - 1));
};

/** null: fewer than two students. */
const varianceOf = (pairs: readonly Pair[], side: Side): Fraction | null =>
  studentsOf(pairs) < 2 ? null : covarianceOf(pairs, side, side);

export const varianceOfX = (pairs: readonly Pair[]): Fraction | null => varianceOf(pairs, x);
export const varianceOfY = (pairs: readonly Pair[]): Fraction | null => varianceOf(pairs, y);

/** Pearson's; null: a variance is 0, or there are fewer than two students. */
export const correlation = (pairs: readonly Pair[]): Exact | null => {
  if (studentsOf(pairs) < 2) return null;
  const both = covarianceOf(pairs, x, y);
  const variances = times(covarianceOf(pairs, x, x), covarianceOf(pairs, y, y));
  if (variances.numerator === 0n) return null;
  return rootOf(dividedBy(times(both, both), variances), both.numerator < 0n);
};

/** The same values, the smallest x with the smallest y and so on: no other pairing has a greater covariance. */
const sorted = (pairs: readonly Pair[]): Pair[] => {
  const xs = pairs.toSorted((a, b) => compared(a.x, b.x));
  const ys = pairs.toSorted((a, b) => compared(a.y, b.y)).values();
  const found: Pair[] = [];
  let [value, left] = [zero, 0];
  for (const pair of xs) {
    for (let open = pair.students; open > 0; ) {
      if (left === 0) {
        const next = ys.next();
        if (next.done) return found;
        [value, left] = [next.value.y, next.value.students];
      }
      const students = Math.min(open, left);
      found.push({ x: pair.x, y: value, students });
      open -= students;
      left -= students;
    }
  }
  return found;
};

/** The covariance as a share of the greatest that these values could have; null: that is 0, or undefined. */
export const efficiency = (pairs: readonly Pair[]): Exact | null => {
  if (studentsOf(pairs) < 2) return null;
  const greatest = covarianceOf(sorted(pairs), x, y);
  if (greatest.numerator === 0n) return null;
  return exactly(dividedBy(covarianceOf(pairs, x, y), greatest));
};

import { type Fraction, fraction, fractionIn, minus, zero } from "../grading/fraction.ts";
import type { Group } from "./flags.ts";
import { type Pair, studentsOf, sumOfY } from "./moments.ts";
import type { Counts } from "./tally.ts";

export const exact = (text: string | undefined): Fraction => fractionIn(text ?? "") ?? zero;

export const whole = (count: number): Fraction => fraction(BigInt(count));

/** A result of `TestTally`, and how many students have it. */
interface Result {
  readonly earned: Fraction;
  readonly of: Fraction;
  /** Points in the rest of the test. */
  readonly rest: Fraction;
  readonly hadAll: boolean;
  readonly students: number;
}

export const resultsOf = (counts: Counts): Result[] =>
  [...counts].map(([text, students]) => {
    const [earned, of, total, had] = text.split(" ");
    const mark = exact(earned);
    return { earned: mark, of: exact(of), rest: minus(exact(total), mark), hadAll: had === "all", students };
  });

/** Points in the question with points in the rest of the test. */
export const restPairs = (results: readonly Result[]): Pair[] =>
  results.map(({ earned, rest, students }) => ({ x: earned, y: rest, students }));

export const groupOf = (pairs: readonly Pair[]): Group => ({ count: studentsOf(pairs), rest: sumOfY(pairs) });

import type { Fraction } from "../grading/fraction.ts";
import { fractionText, inMillionths, millionths } from "../grading/score.ts";
import type { Settings } from "../settings.ts";

/** A score that counts: a share of the points, times `best`, in the way of `Score`. */
export interface CountingScore {
  readonly subject: string;
  readonly points: Fraction;
  /** The best score of the test. */
  readonly best: number;
  readonly weight: number;
}

/** The rules of a course for sums, from its settings. */
export type ScoreRules = Pick<Settings, "weights" | "drop">;

export const weightOf = (
  { subject, testId }: { readonly subject: string; readonly testId: string },
  { weights = {} }: ScoreRules,
): number => weights[`${subject}/${testId}`] ?? weights[subject] ?? 1;

/** All as text with at most two decimals. */
export interface Totals {
  /** Sum of weight × score. */
  readonly total: string;
  /** Sum of weight × best score, of the same tests. */
  readonly outOf: string;
  /** In percent; null: nothing counts yet. */
  readonly average: string | null;
  /** Places of the scores that don't count because they are the lowest. */
  readonly dropped: ReadonlySet<number>;
}

/** Score and best score with their weight, as whole numbers with a common denominator. */
interface Weighted {
  readonly place: number;
  readonly subject: string;
  readonly score: bigint;
  readonly best: bigint;
}

const greatestDivisor = (a: bigint, b: bigint): bigint => (b === 0n ? a : greatestDivisor(b, a % b));

const sum = (items: readonly Weighted[], of: "score" | "best"): bigint =>
  items.reduce((total, item) => total + item[of], 0n);

/** At least one score of a group stays, even if there are only few. */
const keptOf = (count: number, dropped: number): number => Math.max(count - dropped, Math.min(count, 1));

/** Scores among which the lowest are dropped, and how many of them stay. */
interface Group {
  readonly items: readonly Weighted[];
  readonly kept: number;
}

const groupsOf = (items: readonly Weighted[], drop: NonNullable<ScoreRules["drop"]>): Group[] => {
  if (typeof drop === "number") return [{ items, kept: keptOf(items.length, drop) }];
  return [...Map.groupBy(items, ({ subject }) => subject)].map(([subject, own]) => ({
    items: own,
    kept: keptOf(own.length, drop[subject] ?? 0),
  }));
};

const signOf = (value: bigint): number => (value > 0n ? 1 : value < 0n ? -1 : 0);

/**
 * Keeps the given number of scores in each group, so that total / outOf is as large as possible. The lowest single scores
 * are not always the ones to drop, because a test with a larger best score weighs more. For a ratio q, the best set has the
 * greatest sum of score − q × best; its own ratio is the next q, until it stops growing (Dinkelbach, 1967; for grades: Kane
 * and Kane, 2006).
 */
const bestKept = (items: readonly Weighted[], groups: readonly Group[]): readonly Weighted[] => {
  let kept = items;
  for (;;) {
    const [total, outOf] = [sum(kept, "score"), sum(kept, "best")];
    const gain = ({ score, best }: Weighted): bigint => score * outOf - total * best;
    // Of equal scores, those with more weight stay, then the earlier ones: sorting keeps their order.
    const inOrder = (a: Weighted, b: Weighted): number =>
      signOf(gain(b) - gain(a)) || signOf(b.best - a.best);
    const next = groups.flatMap((group) => group.items.toSorted(inOrder).slice(0, group.kept));
    if (sum(next, "score") * outOf <= total * sum(next, "best")) return next;
    kept = next;
  }
};

/** A course's sum, best possible sum and average of one student. Scores of weight 0 don't count, nor are they dropped. */
export const totalsOf = (scores: readonly CountingScore[], { drop }: ScoreRules): Totals => {
  const common = scores.reduce(
    (all, { points: { denominator } }) => (all * denominator) / greatestDivisor(all, denominator),
    1n,
  );
  const items = scores
    .map(({ subject, points, best, weight }, place): Weighted => {
      const full = inMillionths(best) * inMillionths(weight) * common;
      return { place, subject, score: (full / points.denominator) * points.numerator, best: full };
    })
    .filter(({ best }) => best > 0n);
  const kept = drop === undefined ? items : bestKept(items, groupsOf(items, drop));
  const [total, outOf] = [sum(kept, "score"), sum(kept, "best")];
  const unit = common * millionths * millionths;
  return {
    total: fractionText(total, unit),
    outOf: fractionText(outOf, unit),
    average: outOf === 0n ? null : fractionText(100n * total, outOf),
    dropped: new Set(items.filter((item) => !kept.includes(item)).map(({ place }) => place)),
  };
};

import { counted } from "../counted.ts";
import { compared, type Fraction, fraction, minus, plus, times, zero } from "../grading/fraction.ts";
import { quote } from "../problems.ts";
import { leastJudged } from "./least-judged.ts";
import { dividedBy } from "./moments.ts";

/** Students, and their points in the rest of the test, added up. */
export interface Group {
  readonly count: number;
  readonly rest: Fraction;
}

/** All students of a question. */
export interface Everybody extends Group {
  /** Sample variance of the points in the rest; null: fewer than two students. */
  readonly restVariance: Fraction | null;
}

/** Those who chose an answer. */
export interface Choosers extends Group {
  readonly answerId: string;
  readonly text: string;
  readonly isRight: boolean;
}

/** What a trainer should look at in a question. */
export interface Flag {
  readonly kind: "suspect-key" | "bad-distractor";
  /** The answer that it is about. */
  readonly answerId: string;
  /** Whole sentences for people. */
  readonly reason: string;
}

/** How answers are given: one or several choices are picked, or an answer is made up. */
export type Giving = "one" | "several" | "made-up";

/** Of made-up answers there are many; only what at least one in so many gives is held against the key. */
const oneInMadeUp = 10;

/** Fewer than these who chose an answer may be chance, however good they are. */
const leastChoosers = 3;

/** A difference of means that is twice its standard error is taken as more than chance; this is its square. */
const clearSquare = fraction(4n);

/**
 * With three wrong answers for each distractor, one that attracts as the others do is chosen by nobody in 5 % of cases
 * (e⁻³); with ten, by at most one in 0.05 %.
 */
const wrongForNone = 3;
const wrongForEach = 10;

const whole = (count: number): Fraction => fraction(BigInt(count));

const meanOf = ({ count, rest }: Group): Fraction => dividedBy(rest, whole(count));

const without = (all: Group, some: Group): Group => ({
  count: all.count - some.count,
  rest: minus(all.rest, some.rest),
});

/** Negative: those of `a` did less well in the rest. 0 where one of the groups is empty. */
const difference = (a: Group, b: Group): Fraction =>
  a.count === 0 || b.count === 0 ? zero : minus(meanOf(a), meanOf(b));

const isAbove = (a: Group, b: Group): boolean => compared(difference(a, b), zero) > 0;

/** Whether those of `a` did better in the rest than those of `b` by more than chance. */
const isClearlyAbove = (a: Group, b: Group, { restVariance }: Everybody): boolean => {
  if (restVariance === null || a.count < leastChoosers || !isAbove(a, b)) return false;
  const by = difference(a, b);
  const error = times(restVariance, plus(fraction(1n, BigInt(a.count)), fraction(1n, BigInt(b.count))));
  return compared(times(by, by), times(clearSquare, error)) >= 0;
};

interface Judged {
  readonly all: Everybody;
  readonly right: readonly Choosers[];
  readonly wrong: readonly Choosers[];
  readonly giving: Giving;
}

const named = ({ answerId, text }: Choosers): string =>
  text === answerId ? quote(answerId) : `${answerId} (${quote(text)})`;

const suspect = (answer: Choosers, reason: string): Flag => ({
  kind: "suspect-key",
  answerId: answer.answerId,
  reason,
});

/** A distractor whose students did better in the rest than those of the right answer. */
const singleSuspect = (distractor: Choosers, key: Choosers, { all }: Judged): Flag | null => {
  const isBeaten = key.count === 0 || isAbove(distractor, key);
  const isClear =
    isClearlyAbove(distractor, key, all) || isClearlyAbove(distractor, without(all, distractor), all);
  if (!isBeaten || !isClear) return null;
  const chose = counted(distractor.count, "student");
  const than =
    key.count === 0
      ? `than the others, and nobody chose ${named(key)}, which counts as right`
      : `than the ${counted(key.count, "student")} with ${named(key)}, which counts as right`;
  return suspect(
    distractor,
    `The ${chose} who answered ${named(distractor)} did better in the rest of the test ${than}.`,
  );
};

/** Of a question with several right answers each choice stands alone. */
const multipleSuspects = ({ all, right, wrong }: Judged): Flag[] => [
  ...wrong
    .filter((choice) => isClearlyAbove(choice, without(all, choice), all))
    .map((choice) =>
      suspect(
        choice,
        `The ${counted(choice.count, "student")} who picked ${named(choice)}, which counts as wrong, did better in the rest of the test than the others.`,
      ),
    ),
  ...right
    .filter((choice) => isClearlyAbove(without(all, choice), choice, all))
    .map((choice) =>
      suspect(
        choice,
        `The students who left out ${named(choice)}, which counts as right, did better in the rest of the test than those who picked it.`,
      ),
    ),
];

/** Of several distractors that beat the key, the one whose students did best: that may be the right one. */
const suspectKeys = (judged: Judged): Flag[] => {
  const [key] = judged.right;
  if (key === undefined) return [];
  if (judged.giving === "several") return multipleSuspects(judged);
  const least = judged.giving === "made-up" ? judged.all.count / oneInMadeUp : 1;
  const [best] = judged.wrong
    .filter(({ count }) => count >= least)
    .toSorted((a, b) => compared(meanOf(b), meanOf(a)))
    .flatMap((distractor) => singleSuspect(distractor, key, judged) ?? []);
  return best === undefined ? [] : [best];
};

/** Why a distractor does not do its work; null: it does, as far as can be seen. */
const badReason = (distractor: Choosers, { all, wrong }: Judged): string | null => {
  const { count } = distractor;
  const picks = wrong.reduce((sum, each) => sum + each.count, 0);
  if (picks >= wrong.length * (count === 0 ? wrongForNone : wrongForEach * count)) {
    const chose = count === 0 ? "Nobody" : `Only ${counted(count, "student")}`;
    return `${chose} chose ${named(distractor)}, while wrong answers were chosen ${counted(picks, "time")}. It looks wrong to everybody, so it tests nothing.`;
  }
  if (!isClearlyAbove(distractor, without(all, distractor), all)) return null;
  return `The ${counted(count, "student")} who chose ${named(distractor)} did better in the rest of the test than the others. The question may be read in two ways.`;
};

/**
 * What looks wrong in a question.
 *
 * @param answers all choices that are offered; of made-up answers those that were given, all right ones as one.
 */
export const flagsOf = (answers: readonly Choosers[], all: Everybody, giving: Giving): Flag[] => {
  if (all.count < leastJudged) return [];
  const { right = [], wrong = [] } = Object.groupBy(answers, ({ isRight }) => (isRight ? "right" : "wrong"));
  const judged: Judged = { all, right, wrong, giving };
  const suspects = suspectKeys(judged);
  // What is wrong is not known before the key is right.
  if (suspects.length > 0 || giving === "made-up") return suspects;
  return wrong.flatMap((choice): Flag[] => {
    const reason = badReason(choice, judged);
    return reason === null ? [] : [{ kind: "bad-distractor", answerId: choice.answerId, reason }];
  });
};

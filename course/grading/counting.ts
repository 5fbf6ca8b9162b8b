import { type EarlierVersion, versionAnswered } from "../storage/earlier-version.ts";
import type { Submission } from "../submission.ts";
import type { AnswerKeyEntry } from "../test.ts";
import { type AttemptRule, namedRule } from "./attempt-rule.ts";
import { exactText, isAtLeast, outOf, sumOf, times } from "./fraction.ts";
import type { Grade } from "./grade.ts";
import { type Marked, markSubmission } from "./marking.ts";
import { pointsOf, shareOf } from "./score.ts";

/** What a test is graded by. */
export interface TestKeys {
  readonly answerKey: readonly AnswerKeyEntry[];
  /** Questions that the test had before. */
  readonly earlier: readonly EarlierVersion[];
}

/** What the attempts of one student give, before it is a grade of its own. */
export type Counted = Marked & Pick<Grade, "submissionId" | "receivedAt" | "counts" | "attempts">;

interface MarkedAttempt {
  readonly submission: Submission;
  readonly marked: Marked;
}

/** Of equal ones the first: whoever tries again and does not do better keeps the grade, and its time. */
const bestOf = (attempts: readonly MarkedAttempt[]): MarkedAttempt | undefined =>
  attempts.reduce((best, attempt) => {
    const [share, most] = [shareOf(attempt.marked), shareOf(best.marked)];
    return share === null || (most !== null && isAtLeast(most, share)) ? best : attempt;
  });

/** The latest one in which something counts, with the mean share of those as its points. */
const averageOf = (attempts: readonly MarkedAttempt[]): MarkedAttempt | undefined => {
  const counting = attempts.flatMap((attempt) => {
    const [points, share] = [pointsOf(attempt.marked), shareOf(attempt.marked)];
    return points && share ? [{ ...attempt, of: points.of, share }] : [];
  });
  const latest = counting.at(-1);
  if (latest === undefined || counting.length === 1) return latest ?? attempts.at(-1);
  const { submission, marked, of } = latest;
  const mean = times(sumOf(counting.map(({ share }) => share)), outOf(1, counting.length));
  const points = { earned: exactText(times(mean, of)), of: exactText(of) };
  return { submission, marked: { ...marked, points } };
};

const counting: Readonly<
  Record<AttemptRule, (attempts: readonly MarkedAttempt[]) => MarkedAttempt | undefined>
> = {
  latest: (attempts) => attempts.at(-1),
  first: (attempts) => attempts.at(0),
  best: bestOf,
  average: averageOf,
};

const attemptOf = ({ submission, marked }: MarkedAttempt): NonNullable<Grade["attempts"]>[number] => {
  const points = pointsOf(marked);
  const { submissionId, receivedAt } = submission;
  return {
    ...{ submissionId, receivedAt },
    ...(points && { earned: exactText(points.earned), of: exactText(points.of) }),
  };
};

/**
 * Marks the attempts that a rule looks at, and says what they give together.
 *
 * @param submissions what `countingAttempts` picked, the earliest first; at least one.
 */
export const countAttempts = (
  rule: AttemptRule | undefined,
  submissions: readonly Submission[],
  { answerKey, earlier }: TestKeys,
): Counted => {
  const attempts = submissions.map((submission) => ({
    submission,
    marked: markSubmission(
      answerKey,
      versionAnswered(submission, earlier),
      submission.answers,
      submission.paper,
    ),
  }));
  const counted = counting[rule ?? "latest"](attempts);
  if (counted === undefined) throw new RangeError("There is no attempt to count.");
  const { submissionId, receivedAt } = counted.submission;
  return {
    ...{ submissionId, receivedAt },
    ...counted.marked,
    ...namedRule(rule),
    ...(attempts.length > 1 && { attempts: attempts.map(attemptOf) }),
  };
};

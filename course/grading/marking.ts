import { markingFor } from "../questions/markings.ts";
import { onPaper } from "../questions/paper.ts";
import type { Paper } from "../questions/shapes.ts";
import type { EarlierVersion } from "../storage/earlier-version.ts";
import type { GivenAnswer } from "../submission.ts";
import type { AnswerKeyEntry } from "../test.ts";
import {
  exactText,
  type Fraction,
  fractionIn,
  isAtLeast,
  isEqual,
  one,
  sumOf,
  times,
  zero,
} from "./fraction.ts";
import type { Grade } from "./grade.ts";

export type Marked = Pick<Grade, "right" | "questions" | "answers" | "points" | "nothingCounts" | "ownPaper">;

type Given = Grade["answers"][number]["given"];

/** One question marked, exactly. */
interface Mark {
  readonly entry: AnswerKeyEntry;
  readonly given: Given;
  /** Of the question's points, from 0 to 1. A question left out has none. */
  readonly share: Fraction;
}

const shareFor = (entry: AnswerKeyEntry, given: Given): Fraction => {
  if (entry.void === "given") return one;
  return given === null ? zero : markingFor(entry).share(entry, given);
};

const markOf = (entry: AnswerKeyEntry, given: Given): Mark => ({
  entry,
  given,
  share: shareFor(entry, given),
});

const worth = ({ points = 1 }: AnswerKeyEntry): Fraction => fractionIn(String(points)) ?? one;

/** Whether a test counts points: its questions have different ones, or give a part of them. */
const countsPoints = (answerKey: readonly AnswerKeyEntry[]): boolean =>
  answerKey.some(({ points, credit = "exact" }) => points !== undefined || credit !== "exact");

const earnedBy = ({ entry, share }: Mark): Fraction => times(share, worth(entry));

const isRight = ({ share }: Mark): boolean => isEqual(share, one);

const isCounted = ({ entry }: Mark): boolean => entry.void !== "dropped";

/** What counts, in sums; `of` is 0 where nothing does. */
const totals = (marks: readonly Mark[]) => {
  const counting = marks.filter(isCounted);
  return {
    earned: sumOf(counting.map(earnedBy)),
    of: sumOf(counting.map(({ entry }) => worth(entry))),
  };
};

const feedbackIn = ({ feedback, feedbackHtml }: AnswerKeyEntry) => ({
  ...(feedback !== undefined && { feedback }),
  ...(feedbackHtml !== undefined && { feedbackHtml }),
});

const answerOf = (mark: Mark, hasPoints: boolean): Grade["answers"][number] => {
  const { entry, given } = mark;
  const { right, rightText, alsoRight } = markingFor(entry).right(entry);
  return {
    questionId: entry.questionId,
    given,
    isRight: isRight(mark),
    ...(right !== undefined && { right }),
    ...(rightText !== undefined && { rightText }),
    ...(alsoRight && { alsoRight: [...alsoRight] }),
    ...feedbackIn(entry),
    ...(hasPoints && isCounted(mark) && { earned: exactText(earnedBy(mark)), of: exactText(worth(entry)) }),
    ...(entry.void && { void: entry.void }),
  };
};

const counted = (marks: readonly Mark[], hasPoints: boolean): Marked => {
  const { earned, of } = totals(marks);
  const answers = marks.map((mark) => answerOf(mark, hasPoints));
  const counting = marks.filter(isCounted);
  if (counting.length === 0) return { right: 0, questions: marks.length, nothingCounts: true, answers };
  return {
    right: counting.filter(isRight).length,
    questions: counting.length,
    ...(hasPoints && { points: { earned: exactText(earned), of: exactText(of) } }),
    answers,
  };
};

const marksBy = (answerKey: readonly AnswerKeyEntry[], given: readonly GivenAnswer[]): Mark[] => {
  const answerTo = new Map(given.map(({ questionId, answer }) => [questionId, answer]));
  return answerKey.map((entry) => markOf(entry, answerTo.get(entry.questionId) ?? null));
};

/**
 * Marks given answers against the answer key, in the order of the paper, else in the key's. A question left out is wrong; an
 * answer to a question that the student was not asked counts for nothing.
 */
export const markAnswers = (
  answerKey: readonly AnswerKeyEntry[],
  given: readonly GivenAnswer[],
  paper?: Paper,
): Marked => counted(marksBy(onPaper(answerKey, paper), given), countsPoints(answerKey));

/**
 * The mark by the key of then or by that of now, whichever is better; a question that is void now is so whatever it asked then. What it
 * shows beside is of now, where that is as good.
 */
const better = (then: Mark, present: AnswerKeyEntry | undefined): Mark => {
  if (present === undefined) return then;
  const now = markOf(present, then.given);
  if (present.void) return now;
  const mark = isRight(then) || !isAtLeast(now.share, then.share) ? then : now;
  const { feedback: _, feedbackHtml: __, ...entry } = mark.entry;
  return {
    ...mark,
    entry: { ...entry, ...feedbackIn(present.feedback === undefined ? then.entry : present) },
  };
};

/**
 * Marks a submission by the questions that it answers. When those were replaced since, nobody is worse off for it: a question
 * that is new does not count; one that changed counts as it did then, or as it does now, whichever is better; one that is gone
 * counts where that gives the better score.
 *
 * @param answerKey of now.
 * @param earlier the questions it answers; null: those of now.
 * @param paper the questions that the student was asked; left out: all.
 */
export const markSubmission = (
  answerKey: readonly AnswerKeyEntry[],
  earlier: EarlierVersion | null,
  given: readonly GivenAnswer[],
  paper?: Paper,
): Marked => ({
  ...markedBy(answerKey, earlier, given, paper),
  ...(paper && { ownPaper: true }),
});

const markedBy = (
  answerKey: readonly AnswerKeyEntry[],
  earlier: EarlierVersion | null,
  given: readonly GivenAnswer[],
  paper: Paper | undefined,
): Marked => {
  if (earlier === null) return markAnswers(answerKey, given, paper);
  const now = new Map(answerKey.map((entry) => [entry.questionId, entry]));
  const all = marksBy(onPaper(earlier.answerKey, paper), given).map((mark) =>
    better(mark, now.get(mark.entry.questionId)),
  );
  const still = all.filter(({ entry }) => now.has(entry.questionId));
  const hasPoints = countsPoints(paper ? earlier.answerKey : all.map(({ entry }) => entry));
  const [ofAll, ofStill] = [totals(all), totals(still)];
  const isBetter = isAtLeast(times(ofStill.earned, ofAll.of), times(ofAll.earned, ofStill.of));
  return counted(still.some(isCounted) && isBetter ? still : all, hasPoints);
};

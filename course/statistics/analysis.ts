import { type Fraction, fraction, fractionIn, minus, one, plus, times, zero } from "../grading/fraction.ts";
import type { QuestionId } from "../ids.ts";
import { idsOf } from "../questions/choices.ts";
import { markingFor } from "../questions/markings.ts";
import { typeOf } from "../questions/types.ts";
import type { AnswerKeyEntry, Question } from "../test.ts";
import { type Choosers, type Everybody, type Flag, flagsOf, type Group, leastJudged } from "./flags.ts";
import {
  correlation,
  dividedBy,
  efficiency,
  type Pair,
  studentsOf,
  sumOfX,
  sumOfY,
  varianceOfX,
  varianceOfY,
} from "./moments.ts";
import { decimal, type Exact, exactly, percent, rootOf } from "./rounding.ts";
import { type Counts, keyText, type QuestionTally, type TestTally } from "./tally.ts";

/** What an answer's students say about it. */
export interface AnswerStatistics {
  /** The id of a choice; of an answer that was typed or arranged, its group. */
  readonly answerId: string;
  readonly text: string;
  readonly isRight: boolean;
  /** Students who gave it. */
  readonly count: number;
  /** Correlation of having given it with the points in the rest of the test, from -1 to 1. */
  readonly restCorrelation: number | null;
}

/** One question, over the students who had it. Figures are in percent, to two decimals; null: undefined for this class. */
export interface QuestionStatistics {
  readonly questionId: QuestionId;
  readonly question: string;
  readonly students: number;
  /** Points earned of the points there were. */
  readonly facility: number | null;
  /** Correlation of the points with those in the rest of the test. */
  readonly discrimination: number | null;
  /** Covariance of the same, as a share of the greatest that these points allow. */
  readonly efficiency: number | null;
  readonly leftOut: number;
  /** Students who were marked by another answer key than the present one. */
  readonly otherKey: number;
  /** Students whose answers are not counted one by one, because there are too many different ones. */
  readonly ungrouped: number;
  readonly answers: readonly AnswerStatistics[];
  /** Whether there are enough students for flags. */
  readonly isJudged: boolean;
  readonly flags: readonly Flag[];
}

/**
 * A test, by Moodle's definitions. Figures are in percent, to two decimals; null: undefined for this class.
 *
 * @see https://github.com/moodle/moodle/blob/main/public/question/classes/statistics/questions/calculator.php
 */
export interface TestAnalysis {
  readonly students: number;
  readonly mean: number | null;
  readonly sd: number | null;
  /** Cronbach's alpha, which Moodle calls the coefficient of internal consistency. */
  readonly alpha: number | null;
  readonly standardError: number | null;
  /** Alpha and standard error are over those who had all questions. */
  readonly hadAll: number;
  readonly questions: readonly QuestionStatistics[];
}

const exact = (text: string | undefined): Fraction => fractionIn(text ?? "") ?? zero;

const whole = (count: number): Fraction => fraction(BigInt(count));

/** A result of `TestTally`, and how many students have it. */
interface Result {
  readonly earned: Fraction;
  readonly of: Fraction;
  /** Points in the rest of the test. */
  readonly rest: Fraction;
  readonly hadAll: boolean;
  readonly students: number;
}

const resultsOf = (counts: Counts): Result[] =>
  [...counts].map(([text, students]) => {
    const [earned, of, total, had] = text.split(" ");
    const mark = exact(earned);
    return { earned: mark, of: exact(of), rest: minus(exact(total), mark), hadAll: had === "all", students };
  });

/** Points in the question with points in the rest of the test. */
const restPairs = (results: readonly Result[]): Pair[] =>
  results.map(({ earned, rest, students }) => ({ x: earned, y: rest, students }));

const groupOf = (pairs: readonly Pair[]): Group => ({ count: studentsOf(pairs), rest: sumOfY(pairs) });

/**
 * The choices of a question in its order, also those that nobody chose, then all other answers, the most frequent first.
 *
 * @param right the ids of the choices that are right; null: it has no choices.
 */
const answersOf = (question: Question, tally: QuestionTally, right: readonly string[] | null): Choosers[] => {
  const given = [...tally.answers.values()].map(({ answerId, text, isRight, results }) => ({
    ...{ answerId, text, isRight: isRight ?? right?.includes(answerId) ?? false },
    ...groupOf(restPairs(resultsOf(results))),
  }));
  if (right === null) return given.toSorted((a, b) => b.count - a.count);
  const ids: readonly string[] = idsOf(question.answers);
  const offered = question.answers.map(({ answerId, answerBody }) => {
    const { count, rest } = given.find((one) => one.answerId === answerId) ?? { count: 0, rest: zero };
    return { answerId, text: answerBody, isRight: right.includes(answerId), count, rest };
  });
  return [...offered, ...given.filter(({ answerId }) => !ids.includes(answerId))];
};

/** Correlation of having given an answer, 1 or 0, with the points in the rest. */
const restCorrelation = ({ count, rest }: Group, all: Everybody): Exact | null => {
  if (all.restVariance === null || all.restVariance.numerator === 0n) return null;
  if (count === 0 || count === all.count) return null;
  const [n, below] = [whole(all.count), whole(all.count - 1)];
  const both = dividedBy(minus(rest, dividedBy(times(whole(count), all.rest), n)), below);
  const ofChoice = dividedBy(whole(count * (all.count - count)), times(n, below));
  return rootOf(dividedBy(times(both, both), times(ofChoice, all.restVariance)), both.numerator < 0n);
};

const markedOtherwise = ({ keys }: QuestionTally, key: AnswerKeyEntry | undefined): number => {
  const present = key && keyText(markingFor(key).right(key));
  return [...keys].reduce((sum, [text, students]) => (text === present ? sum : sum + students), 0);
};

/** Which of a question's choices are right; null: it has no choices, or its key is gone. */
const rightChoices = (question: Question, key: AnswerKeyEntry | undefined): readonly string[] | null => {
  if (key === undefined) return null;
  const { right } = markingFor(key).right(key);
  return right === undefined ? null : typeOf(question).picked(right);
};

const questionStatistics = (
  question: Question,
  tally: QuestionTally,
  key: AnswerKeyEntry | undefined,
): QuestionStatistics => {
  const results = resultsOf(tally.results);
  const pairs = restPairs(results);
  const all: Everybody = { ...groupOf(pairs), restVariance: varianceOfY(pairs) };
  const right = rightChoices(question, key);
  const answers = answersOf(question, tally, right);
  const offered = right === null ? [] : answers.slice(0, question.answers.length);
  const possible = sumOfX(results.map(({ of, students }) => ({ x: of, y: zero, students })));
  return {
    questionId: question.questionId,
    question: question.question,
    students: all.count,
    facility: possible.numerator === 0n ? null : percent(exactly(dividedBy(sumOfX(pairs), possible))),
    discrimination: percent(correlation(pairs)),
    efficiency: percent(efficiency(pairs)),
    leftOut: studentsOf(restPairs(resultsOf(tally.leftOut))),
    otherKey: markedOtherwise(tally, key),
    ungrouped: tally.ungrouped,
    answers: answers.map((answer) => ({
      ...{ answerId: answer.answerId, text: answer.text, isRight: answer.isRight, count: answer.count },
      restCorrelation: decimal(restCorrelation(answer, all)),
    })),
    isJudged: all.count >= leastJudged,
    flags: flagsOf(offered, all, question.type === undefined),
  };
};

/** Results of the whole test: points, and the share of those there were. */
const testPairs = (counts: Counts) =>
  [...counts].map(([text, students]) => {
    const [total, of, had] = text.split(" ");
    const points = exact(total);
    return { x: points, y: dividedBy(points, exact(of)), students, hadAll: had === "all" };
  });

/** Over those who had all questions. null: fewer than two questions or students, or all have the same points. */
const alphaOf = (tally: TestTally, whole: readonly Pair[]): Fraction | null => {
  const count = tally.questions.size;
  const ofTotal = varianceOfX(whole);
  if (count < 2 || ofTotal === null || ofTotal.numerator === 0n) return null;
  const ofQuestions = [...tally.questions.values()].map(({ results }) =>
    varianceOfX(restPairs(resultsOf(results).filter(({ hadAll }) => hadAll))),
  );
  const sum = ofQuestions.reduce<Fraction>((all, each) => plus(all, each ?? zero), zero);
  return times(fraction(BigInt(count), BigInt(count - 1)), minus(one, dividedBy(sum, ofTotal)));
};

const sdOf = (pairs: readonly Pair[]): Exact | null => {
  const variance = varianceOfY(pairs);
  return variance && rootOf(variance);
};

/** @param answerKey of the test as it is now. */
export const analysisOf = (
  questions: readonly Question[],
  answerKey: readonly AnswerKeyEntry[],
  tally: TestTally,
): TestAnalysis => {
  const all = testPairs(tally.results);
  const complete = all.filter(({ hadAll }) => hadAll);
  const students = studentsOf(all);
  const alpha = alphaOf(tally, complete);
  const spread = varianceOfY(complete);
  return {
    students,
    mean: students === 0 ? null : percent(exactly(dividedBy(sumOfY(all), whole(students)))),
    sd: percent(sdOf(all)),
    alpha: percent(alpha && exactly(alpha)),
    // sd · √(1 − alpha), under one root. Alpha is never above 1.
    standardError: percent(alpha && spread && rootOf(times(spread, minus(one, alpha)))),
    hadAll: studentsOf(complete),
    questions: questions.flatMap((question) => {
      const own = tally.questions.get(question.questionId);
      const key = answerKey.find(({ questionId }) => questionId === question.questionId);
      return own ? [questionStatistics(question, own, key)] : [];
    }),
  };
};

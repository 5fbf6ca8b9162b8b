import { type Fraction, fraction, minus, one, sumOf, times, zero } from "../grading/fraction.ts";
import type { QuestionId } from "../ids.ts";
import { markingFor } from "../questions/markings.ts";
import type { RightAnswer } from "../questions/question-type.ts";
import type { Void } from "../questions/shapes.ts";
import { typeOf } from "../questions/types.ts";
import type { AnswerKeyEntry, Question } from "../test.ts";
import { inOneLine } from "../text/one-line.ts";
import { answersOf, flagsIn, markedOtherwise, restCorrelation, rightChoices } from "./answers.ts";
import type { Everybody, Flag } from "./flags.ts";
import { leastJudged } from "./least-judged.ts";
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
import { exact, groupOf, restPairs, resultsOf, whole } from "./results.ts";
import { decimal, type Exact, exactly, percent, rootOf } from "./rounding.ts";
import type { Counts, QuestionTally, Tallied } from "./tally.ts";

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
  /** Without markup, on one line; so are the texts of answers. */
  readonly question: string;
  /** As in the present key; left out: it counts. */
  readonly void?: Void;
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
  /** Whether answers pick choices; others are typed or arranged, and grouped by what they say. */
  readonly areChoices: boolean;
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

const questionStatistics = (
  asked: Question,
  tally: QuestionTally,
  key: RightAnswer | undefined,
): QuestionStatistics => {
  const question = inOneLine(asked);
  const results = resultsOf(tally.results);
  const pairs = restPairs(results);
  const all: Everybody = { ...groupOf(pairs), restVariance: varianceOfY(pairs) };
  const right = rightChoices(question, key);
  const answers = answersOf(question, tally, right);
  const possible = sumOfX(results.map(({ of, students }) => ({ x: of, y: zero, students })));
  return {
    questionId: question.questionId,
    question: typeOf(question).asRead(question.question),
    students: all.count,
    facility: possible.numerator === 0n ? null : percent(exactly(dividedBy(sumOfX(pairs), possible))),
    discrimination: percent(correlation(pairs)),
    efficiency: percent(efficiency(pairs)),
    leftOut: studentsOf(restPairs(resultsOf(tally.leftOut))),
    otherKey: markedOtherwise(question, tally, key),
    ungrouped: tally.ungrouped,
    areChoices: right !== null,
    answers: answers.map((answer) => ({
      ...{ answerId: answer.answerId, text: answer.text, isRight: answer.isRight, count: answer.count },
      restCorrelation: decimal(restCorrelation(answer, all)),
    })),
    isJudged: all.count >= leastJudged,
    flags: flagsIn(question, key, answers, all),
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
const alphaOf = (tally: Tallied, complete: readonly Pair[]): Fraction | null => {
  const ofTotal = varianceOfX(complete);
  const ofQuestions = [...tally.questions.values()]
    .map(({ results }) => varianceOfX(restPairs(resultsOf(results).filter(({ hadAll }) => hadAll))))
    .filter((variance) => variance !== null);
  const count = ofQuestions.length;
  if (count < 2 || ofTotal === null || ofTotal.numerator === 0n) return null;
  const share = dividedBy(sumOf(ofQuestions), ofTotal);
  return times(fraction(BigInt(count), BigInt(count - 1)), minus(one, share));
};

const sdOf = (pairs: readonly Pair[]): Exact | null => {
  const variance = varianceOfY(pairs);
  return variance && rootOf(variance);
};

/** @param answerKey of the test as it is now. */
export const analysisOf = (
  questions: readonly Question[],
  answerKey: readonly AnswerKeyEntry[],
  tally: Tallied,
): TestAnalysis => {
  const rights = new Map(answerKey.map((key) => [key.questionId, markingFor(key).right(key)]));
  const voids = new Map(answerKey.map((key) => [key.questionId, key.void]));
  const analysis = analysisBy(questions, rights, tally);
  return {
    ...analysis,
    questions: analysis.questions.map((question) => {
      const isVoid = voids.get(question.questionId);
      return isVoid ? { ...question, void: isVoid } : question;
    }),
  };
};

/** @param rights what counts as right; nothing is said of the key of a question that is not there. */
export const analysisBy = (
  questions: readonly Question[],
  rights: ReadonlyMap<QuestionId, RightAnswer>,
  tally: Tallied,
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
      return own ? [questionStatistics(question, own, rights.get(question.questionId))] : [];
    }),
  };
};

import { minus, sumOf, times, zero } from "../grading/fraction.ts";
import { type Answer, isParts, isText } from "../questions/answer.ts";
import { idsOf } from "../questions/choices.ts";
import { storedParts } from "../questions/parts.ts";
import type { RightAnswer } from "../questions/question-type.ts";
import type { BaseQuestion } from "../questions/shapes.ts";
import { typeOf } from "../questions/types.ts";
import { type Choosers, type Everybody, type Flag, flagsOf, type Group } from "./flags.ts";
import { dividedBy } from "./moments.ts";
import { groupOf, restPairs, resultsOf, whole } from "./results.ts";
import { type Exact, rootOf } from "./rounding.ts";
import { keyIn, keyText, type QuestionTally } from "./tally.ts";

/**
 * The choices of a question in its order, also those that nobody chose, then all other answers, the most frequent first.
 *
 * @param right the ids of the choices that are right; null: it has no choices.
 */
export const answersOf = (
  question: BaseQuestion,
  tally: QuestionTally,
  right: readonly string[] | null,
): Choosers[] => {
  const given = [...tally.answers.values()].map(({ answerId, text, isRight, results }) => ({
    ...{
      answerId,
      text,
      isRight: isRight ?? right?.includes(answerId) ?? false,
      isChoice: isRight === undefined,
    },
    ...groupOf(restPairs(resultsOf(results))),
  }));
  const others = given.toSorted((a, b) => b.count - a.count);
  if (right === null) return others;
  const ids: readonly string[] = idsOf(question.answers);
  const offered = question.answers.map(({ answerId, answerBody }) => {
    const chose = given.find((one) => one.isChoice && one.answerId === answerId);
    const { count, rest } = chose ?? { count: 0, rest: zero };
    return { answerId, text: answerBody, isRight: right.includes(answerId), count, rest };
  });
  return [...offered, ...others.filter(({ answerId, isChoice }) => !isChoice || !ids.includes(answerId))];
};

/** Correlation of having given an answer, 1 or 0, with the points in the rest. */
export const restCorrelation = ({ count, rest }: Group, all: Everybody): Exact | null => {
  if (all.restVariance === null || all.restVariance.numerator === 0n) return null;
  if (count === 0 || count === all.count) return null;
  const [n, below] = [whole(all.count), whole(all.count - 1)];
  const both = dividedBy(minus(rest, dividedBy(times(whole(count), all.rest), n)), below);
  const ofChoice = dividedBy(whole(count * (all.count - count)), times(n, below));
  return rootOf(dividedBy(times(both, both), times(ofChoice, all.restVariance)), both.numerator < 0n);
};

/** The same in whatever order a key names picks and parts; of an answer that is an order, its own. */
const inOneOrder = (question: BaseQuestion, right: Answer): Answer =>
  isParts(right) ? storedParts(right) : (typeOf(question).picked(right)?.toSorted() ?? right);

/** Equal for equal right answers. */
const comparable = (question: BaseQuestion, { alsoRight = [], ...key }: RightAnswer): string => {
  const ordered = ({ right, ...others }: RightAnswer): RightAnswer =>
    right === undefined ? others : { ...others, right: inOneOrder(question, right) };
  return keyText({ ...ordered(key), alsoRight: alsoRight.map(ordered) });
};

/** Students who were marked by another key than the present one; undefined: it is gone. */
export const markedOtherwise = (
  question: BaseQuestion,
  { keys }: QuestionTally,
  key: RightAnswer | undefined,
): number => {
  const present = key && comparable(question, key);
  const isPresent = (text: string): boolean => {
    const known = keyIn(text);
    return known !== undefined && comparable(question, known) === present;
  };
  return [...keys].reduce((sum, [text, students]) => (isPresent(text) ? sum : sum + students), 0);
};

/**
 * Which of a question's choices are right, also what is accepted beside the right one; null: its answers pick no choices, or its
 * key is gone. Of several right ones, other sets that are accepted are not looked at.
 */
export const rightChoices = (
  question: BaseQuestion,
  key: RightAnswer | undefined,
): readonly string[] | null => {
  if (key?.right === undefined) return null;
  const { right, alsoRight = [] } = key;
  const all = isText(right) ? [right, ...alsoRight.flatMap((also) => also.right ?? [])] : [right];
  const picked = all.map((answer) => typeOf(question).picked(answer));
  return picked.some((one) => one === null) ? null : picked.flatMap((one) => one ?? []);
};

/** All made-up answers that are right, as one. */
const rightAsOne = (
  question: BaseQuestion,
  { right, rightText }: RightAnswer,
  answers: readonly Choosers[],
): Choosers => {
  const text = rightText ?? (right === undefined ? "" : typeOf(question).text(question, right));
  const groups = answers.filter(({ isRight }) => isRight);
  const count = groups.reduce((sum, each) => sum + each.count, 0);
  return { answerId: text, text, isRight: true, count, rest: sumOf(groups.map(({ rest }) => rest)) };
};

/** What looks wrong; nothing is said where the key is gone. */
export const flagsIn = (
  question: BaseQuestion,
  key: RightAnswer | undefined,
  answers: readonly Choosers[],
  all: Everybody,
): Flag[] => {
  if (key === undefined) return [];
  const { right } = key;
  if (right !== undefined && rightChoices(question, key) !== null) {
    return flagsOf(answers.slice(0, question.answers.length), all, isText(right) ? "one" : "several");
  }
  const wrong = answers.filter(({ isRight }) => !isRight);
  return flagsOf([rightAsOne(question, key, answers), ...wrong], all, "made-up");
};

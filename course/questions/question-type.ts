import { type Fraction, larger, zero } from "../grading/fraction.ts";
import { answerHtml, type LinesShown } from "../text/answer-html.ts";
import { type Answer, plainAnswer } from "./answer.ts";
import type { BaseKey, BaseQuestion, Choice } from "./shapes.ts";

/** Choices in the order of one student. @param part of the question whose choices they are, where it has several. */
export type InOwnOrder = (choices: readonly Choice[], part?: string) => Choice[];

/** What a type knows of its questions and their answers, in its own shapes. */
export interface TypeRules<Q extends BaseQuestion, A extends Answer> {
  /** The `type` of its questions; undefined: they have none. */
  readonly type: Q["type"];
  /** What an answer must be, as the rest of a sentence: `takes one answer's id as text`. */
  readonly takes: string;
  isAnswer(answer: Answer): answer is A;
  /**
   * What is wrong with an answer that is not blank, as the rest of a sentence that begins with the question; null: nothing.
   * An answer that is merely wrong is not refused.
   */
  problem(question: Q, answer: A): string | null;
  /** The answer as it is stored: the same for every way of giving it. */
  stored(answer: A): A;
  /** The answer for people; each part on a line of its own. */
  text(question: Q, answer: A): string;
  /** The same as HTML; left out: choices and items of the question, as they are rendered. */
  html?(question: Q, answer: A): string;
  /** Whether each line of the answer's text is right, given all right answers; left out: lines are not judged on their own. */
  areLinesRight?(question: Q, answer: A, rights: readonly A[]): readonly boolean[];
  /** A text of the question for those who only read it; left out: as it is. */
  asRead?(text: string): string;
  /** Equal for answers that statistics count as the same. */
  group(question: Q, answer: A): string;
  /** The ids of the choices that an answer picks, for statistics of each; left out: answers are no picks. */
  picked?(answer: A): readonly string[];
  /** The question as one student sees it, where choices are shuffled; left out: its answers in the student's order. */
  shuffled?(question: Q, inOwnOrder: InOwnOrder): Q;
}

/** A type as everything outside it uses it: it takes every question and every answer. */
export interface QuestionType {
  readonly type: string | undefined;
  problem(question: BaseQuestion, answer: Answer): string | null;
  stored(answer: Answer): Answer;
  /** An answer of another shape is one to what the question asked before. */
  text(question: BaseQuestion, answer: Answer): string;
  /** undefined: the text says it all. @param shown as of `answerHtml`, where a type has no HTML of its own. */
  html(question: BaseQuestion, answer: Answer, shown?: LinesShown): string | undefined;
  /** Empty: they are not judged on their own. */
  areLinesRight(question: BaseQuestion, answer: Answer, rights: readonly Answer[]): readonly boolean[];
  asRead(text: string): string;
  group(question: BaseQuestion, answer: Answer): string;
  /** null: the answer picks no choices, so that statistics count it by its group. */
  picked(answer: Answer): readonly string[] | null;
  shuffled(question: BaseQuestion, inOwnOrder: InOwnOrder): BaseQuestion;
}

/** @throws TypeError where a question of another type, or an answer of another shape, is given to a type's rules. */
const misuse = (what: string, type: string | undefined): never => {
  throw new TypeError(`${what} does not belong to the question type ${type ?? "single"}.`);
};

export const questionType = <Q extends BaseQuestion, A extends Answer>(
  rules: TypeRules<Q, A>,
): QuestionType => {
  const isOwn = (question: BaseQuestion): question is Q => question.type === rules.type;
  const own = (question: BaseQuestion): Q =>
    isOwn(question) ? question : misuse(`The question ${question.questionId}`, rules.type);
  const fitting = (answer: Answer): A => (rules.isAnswer(answer) ? answer : misuse("An answer", rules.type));
  const text = (question: BaseQuestion, answer: Answer): string =>
    rules.isAnswer(answer) ? rules.text(own(question), answer) : plainAnswer(answer);
  return {
    type: rules.type,
    problem: (question, answer) =>
      rules.isAnswer(answer) ? rules.problem(own(question), answer) : rules.takes,
    stored: (answer) => rules.stored(fitting(answer)),
    text,
    html: (question, answer, shown) =>
      rules.html && rules.isAnswer(answer)
        ? rules.html(own(question), answer)
        : answerHtml(question, answer, text, shown),
    areLinesRight: (question, answer, rights) =>
      rules.areLinesRight && rules.isAnswer(answer)
        ? rules.areLinesRight(own(question), answer, rights.filter(rules.isAnswer))
        : [],
    asRead: (text) => rules.asRead?.(text) ?? text,
    group: (question, answer) =>
      rules.isAnswer(answer) ? rules.group(own(question), answer) : plainAnswer(answer),
    picked: (answer) => (rules.isAnswer(answer) ? (rules.picked?.(answer) ?? null) : null),
    shuffled: (question, inOwnOrder) =>
      rules.shuffled?.(own(question), inOwnOrder) ?? {
        ...question,
        answers: inOwnOrder(question.answers),
      },
  };
};

/** The right answer of a question. */
export interface RightAnswer {
  /** One that gets all points; left out where only a pattern says what is right. */
  readonly right?: Answer;
  /** What is right, for people, where that is more than the one answer. */
  readonly rightText?: string;
  /** What the trainer accepts as well. */
  readonly alsoRight?: readonly Omit<RightAnswer, "alsoRight">[];
}

/** How a type marks. Apart from the other rules, so that only the grading worker carries it. */
export interface MarkingRules<K extends BaseKey, A extends Answer> {
  readonly type: K["type"];
  isAnswer(answer: Answer): answer is A;
  /** The share of the question's points, from 0 to 1. */
  share(key: K, given: A): Fraction;
  right(key: K): RightAnswer;
  /** Keys that mark as well as this one: what the trainer accepts beside it. */
  also?(key: K): readonly K[];
  /** The key as it would be if this choice were right after all, or not right; null, and left out: nobody can say. */
  supposing?(key: K, choice: string): BaseKey | null;
}

export interface Marking {
  readonly type: string | undefined;
  /** 0 for an answer of another shape: a question may have changed its type under its id. */
  share(key: BaseKey, given: Answer): Fraction;
  right(key: BaseKey): RightAnswer;
  supposing(key: BaseKey, choice: string): BaseKey | null;
}

export const markingOf = <K extends BaseKey, A extends Answer>(rules: MarkingRules<K, A>): Marking => {
  const isOwn = (key: BaseKey): key is K => key.type === rules.type;
  const own = (key: BaseKey): K => (isOwn(key) ? key : misuse(`The key of ${key.questionId}`, rules.type));
  const also = (key: K): readonly K[] => rules.also?.(key) ?? [];
  const shareOf = (key: K, given: A): Fraction =>
    also(key)
      .map((other) => rules.share(other, given))
      .reduce(larger, rules.share(key, given));
  return {
    type: rules.type,
    share: (key, given) => (rules.isAnswer(given) ? shareOf(own(key), given) : zero),
    right: (key) => {
      const alsoRight = also(own(key)).map(rules.right);
      return { ...rules.right(own(key)), ...(alsoRight.length > 0 && { alsoRight }) };
    },
    supposing: (key, choice) => rules.supposing?.(own(key), choice) ?? null,
  };
};

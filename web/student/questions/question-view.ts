import type { ShowTestAnswer } from "../../../course/api/answers.ts";
import { type Answer, plainAnswer } from "../../../course/questions/answer.ts";
import { askedBy } from "../../../course/questions/asked-by.ts";
import { answerHtml } from "../../../course/text/answer-html.ts";

export type Question = ShowTestAnswer["body"][number];

/** The questions of one type, by the `type` that they have. */
export type QuestionOf<T extends Question["type"]> = Extract<Question, { type?: T }>;

/**
 * A question as it was when it was answered. The answer belongs to these words, not to the id: ids are often places, and a
 * question that is inserted before another takes its id.
 */
export interface Asked {
  readonly question: string;
  /** Texts of the choices, in their order at that time. */
  readonly offered: readonly string[];
  /** The answer as text. */
  readonly answer: string;
  /** All that was asked; left out where question, choices and answer say it. */
  readonly content?: string;
}

/** An earlier answer under a present question. */
export interface CarriedAnswer<A extends Answer = Answer> {
  readonly answer: A;
  /** The question still asks the same and offers the answer given, but its other choices changed. */
  readonly isAltered: boolean;
}

/** How a type's answers are kept on a device while their questions may change. */
interface Keeping<Q, A extends Answer> {
  /** null: the answer belongs to no question that looks so. */
  asked(question: Q, answer: A): Asked | null;
  /** null: the question does not take the answer. @param given as it was given, if that is known. */
  carried(question: Q, was: Asked, given: A | undefined): CarriedAnswer<A> | null;
}

interface ViewRules<Q extends Question, A extends Answer> extends Keeping<Q, A> {
  readonly type: Q["type"];
  isAnswer(answer: Answer): answer is A;
  /** The answer for people, each part on a line. */
  text(question: Q, answer: A): string;
  /** The same as HTML; left out: choices and items of the question, as they are rendered. */
  html?(question: Q, answer: A): string;
  /** A text of the question for those who only read it; left out: as it is. */
  asRead?(text: string): string;
  /** The answer for people is the question's text, with what was put into it. */
  readonly answersInText?: true;
  /** What to do about an answer that the server would refuse, in the student's language; null: nothing. */
  problem(question: Q, answer: A): string | null;
}

/** What the page knows of a question's type, apart from its fields. It takes every question and every answer. */
export interface QuestionView extends Keeping<Question, Answer> {
  readonly type: string | undefined;
  text(question: Question, answer: Answer): string;
  /** undefined: the text says it all. */
  html(question: Question, answer: Answer): string | undefined;
  asRead(text: string): string;
  readonly answersInText: boolean;
  problem(question: Question, answer: Answer): string | null;
}

export const questionView = <Q extends Question, A extends Answer>(rules: ViewRules<Q, A>): QuestionView => {
  const isOwn = (question: Question): question is Q => question.type === rules.type;
  /** With what fits the type; otherwise, as after a change of a question's type, `otherwise`. */
  const fitting = <R>(question: Question, answer: Answer, use: (q: Q, a: A) => R, otherwise: R): R =>
    isOwn(question) && rules.isAnswer(answer) ? use(question, answer) : otherwise;
  const text = (question: Question, answer: Answer): string =>
    fitting(question, answer, rules.text, plainAnswer(answer));
  return {
    type: rules.type,
    text,
    html: (question, answer) =>
      rules.html ? fitting(question, answer, rules.html, undefined) : answerHtml(question, answer, text),
    answersInText: rules.answersInText === true,
    asRead: (written) => rules.asRead?.(written) ?? written,
    problem: (question, answer) => fitting(question, answer, rules.problem, null),
    asked: (question, answer) => fitting(question, answer, rules.asked, null),
    carried: (question, was, given) => {
      if (!isOwn(question)) return null;
      return rules.carried(question, was, given !== undefined && rules.isAnswer(given) ? given : undefined);
    },
  };
};

/** The answer goes on as long as the question asks exactly the same. @param text writes an answer for people. */
export const byContent = <Q extends Question, A extends Answer>(
  text: (question: Q, answer: A) => string,
): Keeping<Q, A> => ({
  asked: (question, answer) => ({
    question: question.question,
    offered: question.answers.map(({ answerBody }) => answerBody),
    answer: text(question, answer),
    content: askedBy(question),
  }),
  carried: (question, was, given) =>
    given !== undefined && was.content === askedBy(question) ? { answer: given, isAltered: false } : null,
});

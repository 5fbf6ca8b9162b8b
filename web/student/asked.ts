import type { ShowTestAnswer } from "../../course/api/answers.ts";
import type { Answers } from "./submit-request.ts";

type Question = ShowTestAnswer["body"][number];
type Questions = Pick<ShowTestAnswer, "body">;

/**
 * A question as it was when it was answered. The answer belongs to these words, not to the id: ids are often places, and a
 * question that is inserted before another takes its id.
 */
export interface Asked {
  readonly question: string;
  /** Texts of the choices, in their order at that time. */
  readonly offered: readonly string[];
  /** Text of the choice that was picked. */
  readonly answer: string;
}

/** By the id that the question had. */
export type AskedQuestions = Readonly<Record<string, Asked>>;

/** Earlier answers, put under the present questions. */
export interface Carried {
  readonly answers: Answers;
  /** Ids of questions that still ask the same and offer the answer given, but whose other choices changed. */
  readonly altered: readonly string[];
  /** Answered questions that no longer exist in the same words: their answers are under no question. */
  readonly lost: readonly Asked[];
}

const choicesOf = ({ answers }: Question): readonly string[] => answers.map(({ answerBody }) => answerBody);

const sameChoices = (a: readonly string[], b: readonly string[]): boolean =>
  JSON.stringify([...a].sort()) === JSON.stringify([...b].sort());

/** Whether two versions of a test ask the same; the order of the choices does not matter. */
export const asksTheSame = (a: Questions, b: Questions): boolean =>
  JSON.stringify(a.body.map(contentOf)) === JSON.stringify(b.body.map(contentOf));

const contentOf = ({ questionId, question, answers }: Question): unknown => [
  questionId,
  question,
  answers.map(({ answerId, answerBody }) => `${answerId} ${answerBody}`).sort(),
];

/** Answers as a request lists them, by question. */
export const sentAnswers = (
  testResult: readonly { readonly questionId: string; readonly answer: string }[],
): Answers => Object.fromEntries(testResult.map(({ questionId, answer }) => [questionId, answer]));

/** The questions that the answers were given to; an answer that is not offered has none. */
export const askedOf = ({ body }: Questions, answers: Answers): AskedQuestions =>
  Object.fromEntries(
    body.flatMap((question): [string, Asked][] => {
      const picked = question.answers.find(({ answerId }) => answerId === answers[question.questionId]);
      if (picked === undefined) return [];
      const offered = choicesOf(question);
      return [[question.questionId, { question: question.question, offered, answer: picked.answerBody }]];
    }),
  );

/** The question that still asks what was answered; null: there is none, or several could be it. */
const stillAsking = (candidates: readonly Question[], id: string, asked: Asked): Question | null => {
  const unchanged = candidates.filter((question) => sameChoices(choicesOf(question), asked.offered));
  const best = unchanged.length > 0 ? unchanged : candidates;
  return best.find(({ questionId }) => questionId === id) ?? (best.length === 1 ? (best[0] ?? null) : null);
};

/** Puts answers under the questions that they were given to, found by their words, wherever those are now. */
export const carryOver = ({ body }: Questions, given: Answers, asked: AskedQuestions): Carried => {
  const answers: Record<string, string> = {};
  const altered: string[] = [];
  const lost: Asked[] = [];
  for (const [id, was] of Object.entries(asked)) {
    const asksIt = ({ questionId, question, answers: offered }: Question): boolean =>
      question === was.question &&
      answers[questionId] === undefined &&
      offered.some(({ answerBody }) => answerBody === was.answer);
    const question = stillAsking(body.filter(asksIt), id, was);
    const choices = question?.answers.filter(({ answerBody }) => answerBody === was.answer) ?? [];
    const choice = choices.find(({ answerId }) => answerId === given[id]) ?? choices[0];
    if (question === null || choice === undefined) {
      lost.push(was);
      continue;
    }
    answers[question.questionId] = choice.answerId;
    if (!sameChoices(choicesOf(question), was.offered)) altered.push(question.questionId);
  }
  return { answers, altered, lost };
};

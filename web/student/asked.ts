import type { ShowTestAnswer } from "../../course/api/answers.ts";
import type { Answer } from "../../course/questions/answer.ts";
import { askedBy } from "../../course/questions/asked-by.ts";
import type { Asked, CarriedAnswer, Question } from "./questions/question-view.ts";
import { viewOf } from "./questions/types.ts";
import type { Answers } from "./submit-request.ts";

type Questions = Pick<ShowTestAnswer, "body">;

export type { Asked };

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

/** Whether two versions of a test ask the same; the order of the choices does not matter. */
export const asksTheSame = (a: Questions, b: Questions): boolean =>
  JSON.stringify(a.body.map(contentOf)) === JSON.stringify(b.body.map(contentOf));

const contentOf = (question: Question): unknown => [question.questionId, askedBy(question)];

/** Answers as a request lists them, by question. */
export const sentAnswers = (
  testResult: readonly { readonly questionId: string; readonly answer: Answer }[],
): Answers => Object.fromEntries(testResult.map(({ questionId, answer }) => [questionId, answer]));

/** The questions that the answers were given to; an answer that its question does not take has none. */
export const askedOf = ({ body }: Questions, answers: Answers): AskedQuestions =>
  Object.fromEntries(
    body.flatMap((question): [string, Asked][] => {
      const answer = answers[question.questionId];
      const asked = answer === undefined ? null : viewOf(question).asked(question, answer);
      return asked ? [[question.questionId, asked]] : [];
    }),
  );

interface Candidate extends CarriedAnswer {
  readonly questionId: string;
}

/** The question that still asks what was answered; undefined: there is none, or several could be it. */
const stillAsking = (candidates: readonly Candidate[], id: string): Candidate | undefined => {
  const unchanged = candidates.filter(({ isAltered }) => !isAltered);
  const best = unchanged.length > 0 ? unchanged : candidates;
  return best.find(({ questionId }) => questionId === id) ?? (best.length === 1 ? best[0] : undefined);
};

/** Puts answers under the questions that they were given to, found by their words, wherever those are now. */
export const carryOver = ({ body }: Questions, given: Answers, asked: AskedQuestions): Carried => {
  const answers: Record<string, Answer> = {};
  const altered: string[] = [];
  const lost: Asked[] = [];
  for (const [id, was] of Object.entries(asked)) {
    const candidates = body.flatMap((question): Candidate[] => {
      const { questionId } = question;
      if (question.question !== was.question || answers[questionId] !== undefined) return [];
      const carried = viewOf(question).carried(question, was, given[id]);
      return carried ? [{ questionId, ...carried }] : [];
    });
    const found = stillAsking(candidates, id);
    if (found === undefined) {
      lost.push(was);
      continue;
    }
    answers[found.questionId] = found.answer;
    if (found.isAltered) altered.push(found.questionId);
  }
  return { answers, altered, lost };
};

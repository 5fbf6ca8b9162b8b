import type { InOwnOrder } from "./question-type.ts";
import type { BaseQuestion, Choice, Paper, Shuffled } from "./shapes.ts";
import { typeOf } from "./types.ts";

/** What a test's file says of papers. */
export interface PaperRules {
  readonly shuffle?: readonly Shuffled[] | undefined;
}

/** A text that depends on the names alone, and tells nothing of them: sorting by it shuffles, always in the same way. */
export type Rank = (...names: readonly string[]) => string;

/** Whether students have different questions, or the same in different orders. */
export const hasOwnPapers = ({ shuffle = [] }: PaperRules, questions: readonly BaseQuestion[]): boolean =>
  shuffle.length > 0 || questions.some(({ pool }) => pool !== undefined);

/** How many questions each student is asked. */
export const paperSize = (questions: readonly BaseQuestion[]): number =>
  [...Map.groupBy(questions, ({ pool }) => pool?.name).values()].reduce(
    (sum, all) => sum + Math.min(all[0]?.pool?.draw ?? all.length, all.length),
    0,
  );

type Places = ReadonlyMap<string, number>;

const placesOf = (ids: readonly string[]): Places => new Map(ids.map((id, place) => [id, place]));

/** What was there before stays as it stood; what is new follows. */
const sorted = <T>(all: readonly T[], idOf: (one: T) => string, before: Places, rank: Rank): T[] => {
  const placed = all.map((one) => {
    const id = idOf(one);
    return { one, place: before.get(id) ?? before.size, rank: rank(id) };
  });
  return placed.sort((a, b) => a.place - b.place || (a.rank < b.rank ? -1 : 1)).map(({ one }) => one);
};

const idOf = ({ questionId }: BaseQuestion): string => questionId;

/** The questions that are no pool's, and those that are drawn; in the order in which they are published. */
const drawn = (questions: readonly BaseQuestion[], before: Places, rank: Rank): BaseQuestion[] => {
  const byPool = Map.groupBy(questions, ({ pool }) => pool?.name);
  const asked = [...byPool.values()].flatMap((all) => {
    const draw = all[0]?.pool?.draw ?? all.length;
    const had = all.filter((question) => before.has(idOf(question))).length;
    return sorted(all, idOf, before, rank).slice(0, Math.max(draw, had));
  });
  const ids = new Set(asked.map(idOf));
  return questions.filter((question) => ids.has(idOf(question)));
};

const withoutMark = ({ isFixed: _, ...choice }: Choice): Choice => choice;

/** Those that are fixed keep their places, and the others are mixed around them. What was handed in stays as it stood. */
const mixed = (choices: readonly Choice[], before: Places, rank: Rank): Choice[] => {
  const order = (some: readonly Choice[]): Choice[] => sorted(some, ({ answerId }) => answerId, before, rank);
  const all =
    before.size > 0
      ? order(choices)
      : choices.reduce(
          (placed, choice, place) => (choice.isFixed ? placed.toSpliced(place, 0, choice) : placed),
          order(choices.filter(({ isFixed }) => !isFixed)),
        );
  return all.map((choice) => (choice.isFixed ? withoutMark(choice) : choice));
};

/**
 * The questions that one student is asked, and how they stand before the student. Depends on the names in the rank alone, so it is
 * the same on every device and at any time. Another question in a pool changes one question of some papers, and leaves the rest
 * as they are.
 *
 * @param rank of the course, the student and the test.
 * @param handedIn the paper that the student has answered already, which stays as it is as far as it is still published.
 */
export const paperOf = (
  { shuffle = [] }: PaperRules,
  questions: readonly BaseQuestion[],
  rank: Rank,
  handedIn: Paper = { questions: [] },
): BaseQuestion[] => {
  const before = placesOf(handedIn.questions.map(({ questionId }) => questionId));
  const asked = drawn(questions, before, (id) => rank("draw", id));
  const inOrder = shuffle.includes("questions")
    ? sorted(asked, idOf, before, (id) => rank("questions", id))
    : asked;
  const answersBefore = new Map(
    handedIn.questions.map(({ questionId, answers }) => [String(questionId), answers]),
  );
  return inOrder.map(({ pool: _, ...question }) => {
    if (!shuffle.includes("answers")) return question;
    const answers = placesOf(answersBefore.get(question.questionId) ?? []);
    const inOwnOrder: InOwnOrder = (choices, part = "") =>
      mixed(choices, answers, (id) => rank("answers", question.questionId, part, id));
    return typeOf(question).shuffled(question, inOwnOrder);
  });
};

/** A paper as it is stored. */
export const storedPaper = ({ shuffle = [] }: PaperRules, paper: readonly BaseQuestion[]): Paper => ({
  questions: paper.map(({ questionId, answers }) => ({
    questionId,
    ...(shuffle.includes("answers") &&
      answers.length > 0 && { answers: answers.map(({ answerId }) => answerId) }),
  })),
});

/** The entries that belong to a paper, in its order; without a paper, all. */
export const onPaper = <T extends Pick<BaseQuestion, "questionId">>(
  entries: readonly T[],
  paper: Paper | undefined,
): readonly T[] => {
  if (paper === undefined) return entries;
  const byId = new Map(entries.map((entry) => [entry.questionId, entry]));
  return paper.questions.flatMap(({ questionId }) => byId.get(questionId) ?? []);
};

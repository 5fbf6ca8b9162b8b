import type { ShowScoreAnswer } from "../api/answers.ts";
import type { score as english, Sentence } from "../words/en.ts";
import type { AttemptRule } from "./attempt-rule.ts";
import type { ScoreChange } from "./score-change.ts";

/*
 * What mail and page say of a graded test in the same sentences. Both hand in the words of their language.
 */

type Words = typeof english;

/** What is known of the attempts behind a score. */
export interface Graded {
  /** Left out: the latest counts. */
  readonly counts?: AttemptRule | undefined;
  /** How many were graded; undefined: that is not released yet. */
  readonly attempts: number | undefined;
}

/** Which of the student's answers were graded. @param when the attempt that counts was sent; of an average, the latest. */
export const gradedSentence = <T>(
  words: Words,
  { counts = "latest", attempts }: Graded,
  when: T,
): Sentence<T> => {
  if (counts === "first") return words.gradedFirst(when);
  if (counts === "latest" || attempts === 1) return words.graded(when);
  if (attempts === undefined) return [words.counts[counts]];
  return counts === "best" ? words.gradedBest(attempts, when) : [words.gradedAverage(attempts)];
};

type Attempt = NonNullable<ShowScoreAnswer["attempts"]>[number];

/** Beside an attempt in the list: ` (counts, shown below)`; empty: there is nothing to say. */
export const attemptNote = (
  words: Words,
  { isShown }: Pick<Attempt, "isShown">,
  { counts, hasMarks }: { readonly counts: AttemptRule | undefined; readonly hasMarks: boolean },
): string => {
  const notes = [
    ...(isShown && counts === "best" ? [words.isCounted] : []),
    ...(isShown && hasMarks ? [words.isShown] : []),
  ];
  return notes.length === 0 ? "" : ` (${notes.join(", ")})`;
};

/** How a question is called: by its number and, where students have papers of their own, by its name. */
export const questionName = (words: Words, place: number, name: string | undefined): string =>
  name === undefined ? words.number(place) : `${words.number(place)} · ${name}`;

/** Why a score changed, a sentence for each reason. @param hasNames whether questions are called by their names too. */
export const changeSentences = (words: Words, change: ScoreChange, hasNames: boolean): string[] => {
  if (change.isUndone) return [words.undone];
  // The page's oldest browsers have no Map.groupBy.
  const kinds = new Set(change.questions.map(({ kind }) => kind));
  const ofQuestions = [...kinds].map((each) =>
    words.changedQuestions[each](
      change.questions
        .filter(({ kind }) => kind === each)
        .map(({ place, questionId }) => questionName(words, place, hasNames ? questionId : undefined))
        .join(", "),
    ),
  );
  return [...ofQuestions, ...change.reasons.map((reason) => words.changedTest[reason])];
};

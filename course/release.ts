import type { Instant } from "./ids.ts";
import type { GradedEntry, ScoreEntry } from "./score-list.ts";
import type { ReleaseWhen, Settings } from "./settings.ts";
import type { Test } from "./test.ts";
import { testOf } from "./test-names.ts";

/** When a student may see something about a graded test. */
export type Comes = "now" | "never" | Instant;

/** What a student may know of a graded test, and when. */
export interface Release {
  readonly score: Comes;
  /** Which answers the student gave, and which of them were right. */
  readonly marks: Comes;
  /** The right answer of each question, and why. */
  readonly answers: Comes;
}

type ReleaseSettings = Pick<Settings, "feedback" | "release">;

const comes = (when: ReleaseWhen, lastDeadline: Instant | null, now: Instant): Comes => {
  if (when !== "after extensions") return when === "never" ? "never" : "now";
  return lastDeadline === null || lastDeadline <= now ? "now" : lastDeadline;
};

/**
 * What a student may know at `now` of a test that is graded.
 *
 * @param test with the latest deadline of any student; undefined: the trainer has removed the test, so nobody can take it.
 */
export const releaseOf = (
  { feedback = false, release = {} }: ReleaseSettings,
  test: Pick<Test, "deadline" | "lastDeadline"> | undefined,
  now: Instant,
): Release => {
  const { score = "after grading", answers = score === "never" ? "never" : "after extensions" } = release;
  const lastDeadline = test ? (test.lastDeadline ?? test.deadline) : null;
  const ofScore = comes(score, lastDeadline, now);
  return {
    score: ofScore,
    marks: feedback ? ofScore : "never",
    answers: feedback ? comes(answers, lastDeadline, now) : "never",
  };
};

/**
 * A student's scores that may be shown at `now`, and that no run has mailed because the course kept them back then.
 *
 * @param isMailed whether the mail ledger has an entry for the grade (its `gradedAs` or name, and its revision).
 */
export const scoresToMail = (
  entries: readonly ScoreEntry[],
  { settings, tests }: { readonly settings: ReleaseSettings; readonly tests: readonly Test[] },
  now: Instant,
  isMailed: (entry: GradedEntry) => boolean,
): GradedEntry[] =>
  entries.filter(
    (entry): entry is GradedEntry =>
      entry.status === "graded" &&
      releaseOf(settings, testOf(entry, tests), now).score === "now" &&
      !isMailed(entry),
  );

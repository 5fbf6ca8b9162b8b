import type { Instant } from "../ids.ts";
import type { ReleaseWhen, Settings } from "../settings.ts";
import type { Test } from "../test.ts";

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

/** What a course says about releasing. */
export type ReleaseSettings = Pick<Settings, "feedback" | "release">;

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

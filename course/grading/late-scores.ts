import type * as z from "zod";
import { type Instant, runIdSchema, testPath } from "../ids.ts";
import { gradedTestSchema } from "../run/run.ts";
import type { Test } from "../test.ts";
import { type ReleaseSettings, releaseOf } from "./release.ts";
import { scoreOf } from "./score.ts";
import { entryOf, type GradedEntry, type ScoreEntry } from "./score-list.ts";

/** A score that a run has not mailed, because the course kept it back until the last deadline. */
export const lateScoreSchema = gradedTestSchema.extend({
  /** The run that graded it, in whose name it is mailed. */
  runId: runIdSchema,
});

export type LateScore = z.infer<typeof lateScoreSchema>;

/** Whether scores wait until the last deadline of a test, so that somebody must mail them after the run. */
export const mailsScoresLate = ({ release }: ReleaseSettings): boolean =>
  release?.score === "after extensions";

/** Scores that came out longer ago are news to nobody. Some mornings may fail meanwhile. */
const longestLateMs = 14 * 24 * 60 * 60_000;

/** The tests whose scores came out in the last two weeks, and may not have been mailed by a run. */
export const testsJustReleased = (
  settings: ReleaseSettings,
  tests: readonly Test[],
  now: Instant,
): Test[] => {
  if (!mailsScoresLate(settings)) return [];
  return tests.filter((test) => {
    const { deadline, lastDeadline = deadline } = test;
    const isRecent = Date.parse(lastDeadline) > Date.parse(now) - longestLateMs;
    return isRecent && releaseOf(settings, test, now).score === "now";
  });
};

const lateScore = (entry: GradedEntry, { subject, testId, title, lastDeadline }: Test): LateScore => {
  const { revision, receivedAt, runId } = entry;
  const isFormer = testPath(entry) !== testPath({ subject, testId });
  const gradedAs =
    entry.gradedAs ?? (isFormer ? { subject: entry.subject, testId: entry.testId } : undefined);
  return {
    status: "graded",
    ...{ subject, testId, title, ...scoreOf(entry), revision, receivedAt, runId },
    ...(lastDeadline !== undefined && { lastDeadline }),
    ...(gradedAs && { gradedAs }),
  };
};

/** A student's scores of the tests, each in the revision that counts; which of them are mailed, the mail ledger knows. */
export const lateScores = (entries: readonly ScoreEntry[], tests: readonly Test[]): LateScore[] =>
  tests.flatMap((test) => {
    const entry = entryOf(entries, test);
    return entry?.status === "graded" ? [lateScore(entry, test)] : [];
  });

/** How the mail ledger names the mail about a score: as that of a run. */
export const scoreMailOf = ({ gradedAs, revision, subject, testId }: LateScore) => ({
  test: gradedAs ?? { subject, testId },
  name: String(revision),
});

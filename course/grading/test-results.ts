import type { TestResult } from "../api/answers.ts";
import { deadlineFor, isInTime } from "../deadlines/deadline.ts";
import { type Instant, testPath } from "../ids.ts";
import type { Settings } from "../settings.ts";
import type { Extension } from "../student.ts";
import type { Test } from "../test.ts";
import { refsOf, testFinder, testOf } from "../test-names.ts";
import { namedRule } from "./attempt-rule.ts";
import { releaseOf } from "./release.ts";
import { bestText, countsOf, scoreText } from "./score.ts";
import { entryFinder, entryOf, type GradedEntry, type ScoreEntry } from "./score-list.ts";

/** What the results of one student depend on, in addition to the entries. */
export interface ResultContext {
  readonly settings: Pick<Settings, "feedback" | "release" | "scale">;
  readonly tests: readonly Test[];
  readonly extensions: readonly Extension[];
  readonly now: Instant;
}

type Scored = Pick<
  TestResult,
  "score" | "best" | "right" | "questions" | "points" | "counts" | "nothingCounts" | "override"
>;

const gradedScore = (entry: GradedEntry): Scored => {
  const score = scoreText(entry);
  if (score === null) return { nothingCounts: true };
  return { score, best: bestText(entry), ...countsOf(entry), ...namedRule(entry.counts) };
};

const ruleOf = (entry: ScoreEntry): Pick<Scored, "counts"> =>
  entry.status === "graded" ? namedRule(entry.counts) : {};

/** The score that counts: as graded, or as the trainer set it. */
const scoreOf = (entry: ScoreEntry, settings: ResultContext["settings"]): Scored => {
  const graded = entry.status === "graded" ? gradedScore(entry) : {};
  if (!entry.override) return graded;
  const { value, because } = entry.override;
  if (value.kind === "excused") return { ...graded, override: { excused: true, because } };
  const best = entry.status === "graded" ? bestText(entry) : bestText(settings);
  return { ...graded, score: value.score, best, override: { score: value.score, because } };
};

/** When the graded attempt came; of the best of several that would say which one it is, before anybody may know. */
const gradedAt = (entry: GradedEntry, isReleased: boolean): Pick<TestResult, "receivedAt" | "revision"> => ({
  ...((isReleased || entry.counts !== "best") && { receivedAt: entry.receivedAt }),
  revision: entry.revision,
});

const statusOf = (entry: ScoreEntry): TestResult["status"] | null => {
  const { status, override } = entry;
  if (override) return override.value.kind === "excused" ? "excused" : "graded";
  if (status === "graded" && entry.nothingCounts) return "excused";
  return status === "open" ? null : status;
};

/**
 * An entry as the API gives it to its student; null: there is nothing to show, or the student has more time for the test by
 * now. A score that is not released is left out.
 */
export const resultOf = (entry: ScoreEntry, context: ResultContext): TestResult | null =>
  resultIn(entry, testOf(entry, context.tests), context);

/** @param test of the entry. */
const resultIn = (
  entry: ScoreEntry,
  test: Test | undefined,
  context: Omit<ResultContext, "tests">,
): TestResult | null => {
  const status = statusOf(entry);
  const deadline = test && deadlineFor(test, context.extensions);
  const isOpenAgain = status === "missing" && deadline !== undefined && isInTime(context.now, deadline);
  if (status === null || isOpenAgain) return null;
  const { subject, testId, title } = test ?? { ...entry, title: entry.testId };
  const release = releaseOf(context.settings, test, context.now);
  const isReleased = release.score === "now";
  const { override, ...score } = scoreOf(entry, context.settings);
  return {
    ...{ subject, testId, title, status },
    ...(test?.language && { language: test.language }),
    ...(deadline && { deadline }),
    ...(entry.status === "graded" && gradedAt(entry, isReleased)),
    ...(isReleased ? score : status === "graded" && { scoreComes: release.score, ...ruleOf(entry) }),
    ...(override && (isReleased || override.excused) && { override }),
  };
};

/**
 * A student's results, the latest deadline first; tests that the trainer has removed come last. Of a test's entries, the one under
 * the latest of its names.
 */
export const resultsOf = (entries: readonly ScoreEntry[], context: ResultContext): TestResult[] => {
  const [findTest, findEntry] = [testFinder(context.tests), entryFinder(entries)];
  return entries
    .flatMap((entry) => {
      const test = findTest(entry);
      const isCurrent = test === undefined || findEntry(test) === entry;
      return isCurrent ? (resultIn(entry, test, context) ?? []) : [];
    })
    .toSorted((a, b) => (orderOf(a) > orderOf(b) ? -1 : 1));
};

const orderOf = (result: TestResult): string => `${result.deadline ?? ""} ${testPath(result)}`;

/** The entry of a test that the trainer may have renamed or removed since. */
export const entryNamed = (
  entries: readonly ScoreEntry[],
  ref: Pick<ScoreEntry, "subject" | "testId">,
  tests: readonly Test[],
): ScoreEntry | undefined => entryOf(entries, testOf(ref, tests) ?? ref);

/** Every name under which the grade of an entry may be stored, the likeliest first. */
export const gradeRefs = (entry: ScoreEntry, tests: readonly Test[]) => {
  const former = entry.status === "graded" && entry.gradedAs ? [entry.gradedAs] : [];
  return [...former, ...refsOf(testOf(entry, tests) ?? entry)];
};

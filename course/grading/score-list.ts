import * as z from "zod";
import { type Override, overrideSchema } from "../gradebook/override.ts";
import { runIdSchema, testPath, testRefSchema } from "../ids.ts";
import { goesBy, type NamedTest, underItsNames } from "../test-names.ts";
import { type Grade, gradeSchema } from "./grade.ts";
import { scoreFields, scoreOf } from "./score.ts";

const aTest = testRefSchema.extend({ override: overrideSchema.optional() });

/** The result of one test of a student, under the test's name at the time of grading. */
export const scoreEntrySchema = z.discriminatedUnion("status", [
  aTest.extend({
    status: z.literal("graded"),
    /** As in the grade. `runId`: the run that wrote this revision. */
    ...gradeSchema.pick({
      ...scoreFields,
      revision: true,
      submissionId: true,
      receivedAt: true,
      runId: true,
    }).shape,
    /** The test's earlier name, under which grade and mails are stored. */
    gradedAs: testRefSchema.optional(),
  }),
  /** Nothing came in time. */
  aTest.extend({ status: z.literal("missing"), runId: runIdSchema }),
  /** It could not be graded; the run's report says why. */
  aTest.extend({ status: z.literal("failed"), runId: runIdSchema }),
  /** No run has graded it, but something was set by hand. */
  aTest.extend({ status: z.literal("open") }),
]);

/**
 * `students/<studentId>/scores.json`: everything that a list of scores shows, in one object; the grades hold the
 * questions.
 */
export const scoreListSchema = z.object({ tests: z.array(scoreEntrySchema) });

export type ScoreEntry = z.infer<typeof scoreEntrySchema>;
export type GradedEntry = Extract<ScoreEntry, { status: "graded" }>;
export type ScoreList = z.infer<typeof scoreListSchema>;

/** The entry of a stored grade. */
export const entryOfGrade = (grade: Grade, test: NamedTest = grade): GradedEntry => {
  const { revision, submissionId, receivedAt, runId } = grade;
  const { subject, testId } = test;
  const isFormer = testPath(grade) !== testPath(test);
  return {
    status: "graded",
    ...{ subject, testId, ...scoreOf(grade), revision, submissionId, receivedAt, runId },
    ...(isFormer && { gradedAs: { subject: grade.subject, testId: grade.testId } }),
  };
};

/** Finds the entry of a test, under the latest of its names that has one. The entries are looked through once. */
export const entryFinder = (
  entries: readonly ScoreEntry[],
): ((test: NamedTest) => ScoreEntry | undefined) => {
  const byPath = new Map(entries.map((entry) => [testPath(entry), entry]));
  return (test) => underItsNames(test, byPath).at(0);
};

export const entryOf = (entries: readonly ScoreEntry[], test: NamedTest): ScoreEntry | undefined =>
  entryFinder(entries)(test);

/**
 * Whether the earlier entry stays: a run that found nothing never removes a grade, nor does an earlier revision replace
 * it.
 */
const standsAgainst = (before: ScoreEntry, after: ScoreEntry): boolean =>
  before.status === "graded" && (after.status !== "graded" || after.revision < before.revision);

/**
 * The entries with a further outcome of a test, which replaces the earlier one in the list. What was set by hand stays.
 *
 * @param test with its earlier names.
 */
export const withOutcome = (
  entries: readonly ScoreEntry[],
  test: NamedTest,
  outcome: ScoreEntry,
): ScoreEntry[] => {
  const before = entryOf(entries, test);
  if (before === undefined) return [...entries, outcome];
  const { override = outcome.override } = before;
  const next = standsAgainst(before, outcome) ? before : { ...outcome, ...(override && { override }) };
  return entries.flatMap((entry) => (entry === before ? [next] : goesBy(test, entry) ? [] : [entry]));
};

/**
 * The entries with what was set by hand for a test; null: nothing is. A test that no run has graded is listed only while
 * something is set.
 */
export const withOverride = (
  entries: readonly ScoreEntry[],
  test: NamedTest,
  override: Override | null,
): ScoreEntry[] => {
  const before = entryOf(entries, test);
  if (before === undefined) {
    const { subject, testId } = test;
    return override ? [...entries, { status: "open", subject, testId, override }] : [...entries];
  }
  const { override: _, ...graded } = before;
  return entries.flatMap((entry): ScoreEntry[] => {
    if (entry !== before) return [entry];
    if (override) return [{ ...graded, override }];
    return graded.status === "open" ? [] : [graded];
  });
};

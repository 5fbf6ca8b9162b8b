import { describe, expect, test } from "@jest/globals";
import { overrideSchema } from "../../../course/gradebook/override.ts";
import { type ScoreEntry, scoreEntrySchema, withOutcome } from "../../../course/grading/score-list.ts";
import { resultsOf } from "../../../course/grading/test-results.ts";
import { aTest, instant, mondayRun, testRef } from "../../tasks/support/course.ts";

const graded = (testId = "t1", more: object = {}): ScoreEntry =>
  scoreEntrySchema.parse({
    status: "graded",
    ...testRef(testId),
    right: 2,
    questions: 3,
    scale: 5,
    revision: 1,
    submissionId: "a".repeat(32),
    receivedAt: "2026-11-20T12:00:00.000Z",
    runId: mondayRun,
    ...more,
  });
const missing = (testId = "t1"): ScoreEntry => ({ status: "missing", ...testRef(testId), runId: mondayRun });
const failed = (testId = "t1"): ScoreEntry => ({ status: "failed", ...testRef(testId), runId: mondayRun });
const override = overrideSchema.parse({
  value: { kind: "score", score: "4.5" },
  because: "Question 2 was unclear.",
  by: "Ada Nowak",
  at: "2026-11-24T12:00:00.000Z",
});

describe("A further outcome of a test", () => {
  test("takes the place of what was missing or failed", () => {
    expect(withOutcome([failed(), missing("t2")], aTest(), missing())).toEqual([missing(), missing("t2")]);
    expect(withOutcome([missing()], aTest(), graded())).toEqual([graded()]);
  });

  test("never takes a grade away, unless it is a later revision of it", () => {
    const second = graded("t1", { revision: 2, right: 3 });
    for (const outcome of [missing(), failed(), graded()]) {
      expect(withOutcome([second], aTest(), outcome)).toEqual([second]);
    }
    expect(withOutcome([graded()], aTest(), second)).toEqual([second]);
  });

  test("leaves what was set by hand", () => {
    const [entry] = withOutcome([{ ...missing(), override }], aTest(), graded());
    expect(entry).toEqual({ ...graded(), override });
  });

  test("stands under the test's name of now, and under no other", () => {
    const renamed = aTest("t1", { renamedFrom: [testRef("old"), testRef("older")] });
    expect(withOutcome([graded("older"), missing("old")], renamed, missing())).toEqual([missing()]);
    const entry = graded("t1", { gradedAs: testRef("old") });
    expect(withOutcome([graded("old")], renamed, entry)).toEqual([entry]);
  });
});

describe("A student's results", () => {
  const context = {
    settings: { scale: 5 },
    tests: [aTest("t1"), aTest("t2", { deadline: instant("2026-11-30T22:00:00.000Z") })],
    extensions: [],
    now: instant("2026-12-01T12:00:00.000Z"),
  };

  test("come with the latest deadline first, removed tests last", () => {
    const entries = [graded("gone"), graded("t1"), missing("t2")];
    expect(resultsOf(entries, context)).toMatchObject([
      { testId: "t2", status: "missing", deadline: "2026-11-30T22:00:00.000Z" },
      { testId: "t1", status: "graded", title: "Title of t1", score: "3.33", best: "5", right: 2 },
      { testId: "gone", title: "gone" },
    ]);
  });

  test("tell the score that the trainer set, and why", () => {
    const because = { score: "4.5", override: { score: "4.5", because: override.because } };
    expect(resultsOf([{ ...graded(), override }], context)).toMatchObject([{ status: "graded", ...because }]);
    const byHand = resultsOf([{ ...missing(), override }], context);
    expect(byHand).toMatchObject([{ status: "graded", best: "5", ...because }]);
  });

  test("call a test excused that does not count", () => {
    const excused = { ...override, value: { kind: "excused" } as const };
    const entry: ScoreEntry = { status: "open", ...testRef(), override: excused };
    expect(resultsOf([entry], context)).toMatchObject([
      { status: "excused", override: { excused: true, because: override.because } },
    ]);
    expect(resultsOf([{ status: "open", ...testRef() }], context)).toEqual([]);
  });

  test("hold no score that is not released, and say when it comes", () => {
    const never = { ...context, settings: { scale: 5, release: { score: "never" } as const } };
    const [result] = resultsOf([{ ...graded(), override }], never);
    expect(result).toMatchObject({ status: "graded", scoreComes: "never" });
    for (const field of ["score", "right", "override"]) expect(result).not.toHaveProperty(field);
    expect(resultsOf([missing()], never)).toEqual([expect.not.objectContaining({ scoreComes: "never" })]);
  });

  test("hold no missed test that the student has more time for by now", () => {
    const extensions = [{ ...testRef(), deadline: instant("2026-12-02T22:00:00.000Z") }];
    expect(resultsOf([missing()], { ...context, extensions })).toEqual([]);
    expect(resultsOf([graded()], { ...context, extensions })).toHaveLength(1);
  });

  test("hold a renamed test once, as it was graded last", () => {
    const tests = [aTest("t1", { renamedFrom: [testRef("old")] })];
    const results = resultsOf([graded("old"), graded("t1", { right: 3 })], { ...context, tests });
    expect(results.map(({ testId, right }) => [testId, right])).toEqual([["t1", 3]]);
  });
});

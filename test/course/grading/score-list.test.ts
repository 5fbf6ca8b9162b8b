import { describe, expect, test } from "@jest/globals";
import { overrideSchema } from "../../../course/gradebook/override.ts";
import { gradeSchema } from "../../../course/grading/grade.ts";
import {
  entryOfGrade,
  type ScoreEntry,
  scoreEntrySchema,
  scoreListSchema,
  withOutcome,
  withOverride,
} from "../../../course/grading/score-list.ts";
import { entryNamed, gradeRefs, resultsOf } from "../../../course/grading/test-results.ts";
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

describe("A list of scores", () => {
  test("is stored with everything that a grade's score is made of, and what was set by hand", () => {
    const marks = { points: { earned: "7/3", of: "10" }, counts: "best", gradedAs: testRef("old") };
    const list = { tests: [graded("t1", { ...marks, override }), graded("t2", { nothingCounts: true })] };
    const others = [missing("t3"), failed("t4"), { status: "open", ...testRef("t5"), override }];
    const stored = { tests: [...list.tests, ...others] };
    expect(scoreListSchema.parse(JSON.parse(JSON.stringify(stored)))).toEqual(stored);
    expect(scoreListSchema.parse(stored).tests[0]).toMatchObject({ ...marks, override });
  });

  test("takes from a grade what a list shows, under the test's name of now", () => {
    const grade = gradeSchema.parse({
      ...graded("old", { points: { earned: "7/3", of: "10" } }),
      ...{ studentId: "ann", answers: [] },
    });
    expect(entryOfGrade(grade)).toStrictEqual(graded("old", { points: grade.points }));
    expect(entryOfGrade(grade, aTest("t1", { renamedFrom: [testRef("old")] }))).toStrictEqual(
      graded("t1", { points: grade.points, gradedAs: testRef("old") }),
    );
  });
});

describe("What is set by hand", () => {
  test("lists a test that no run has graded, as long as it is set", () => {
    const open = { status: "open", ...testRef(), override } as const;
    expect(withOverride([missing("t2")], aTest(), override)).toEqual([missing("t2"), open]);
    expect(withOverride([missing("t2"), open], aTest(), null)).toEqual([missing("t2")]);
    expect(withOverride([missing("t2")], aTest(), null)).toEqual([missing("t2")]);
  });

  test("stands beside the grade, takes the place of what was set before, and leaves the grade when it goes", () => {
    const other = { ...override, because: "Both questions were unclear." };
    const set = [{ ...graded(), override }, missing("t2")];
    expect(withOverride([graded(), missing("t2")], aTest(), override)).toEqual(set);
    expect(withOverride(set, aTest(), other)).toEqual([{ ...graded(), override: other }, missing("t2")]);
    expect(withOverride(set, aTest(), null)).toStrictEqual([graded(), missing("t2")]);
  });
});

describe("The entry of a test that was renamed or removed", () => {
  const renamed = aTest("t1", { renamedFrom: [testRef("old")] });

  test("is found by any of its names, and a removed one by its own", () => {
    const entries = [missing("t1"), missing("gone")];
    expect(entryNamed(entries, testRef("old"), [renamed])).toEqual(missing("t1"));
    expect(entryNamed(entries, testRef("gone"), [renamed])).toEqual(missing("gone"));
    expect(entryNamed(entries, testRef("t9"), [renamed])).toBeUndefined();
  });

  test("has its grade under the name of its grading, else under any name of the test", () => {
    const gradedAs = testRef("older");
    expect(gradeRefs(graded("t1", { gradedAs }), [renamed])).toEqual([
      gradedAs,
      testRef("t1"),
      testRef("old"),
    ]);
    expect(gradeRefs(graded("t1"), [renamed])).toEqual([testRef("t1"), testRef("old")]);
    expect(gradeRefs(missing("gone"), [renamed])).toEqual([testRef("gone")]);
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

  test("say which attempt counts, when it came, its revision and the test's language", () => {
    const tests = [aTest("t1", { language: "pl" })];
    const [result] = resultsOf([graded("t1", { counts: "best" })], { ...context, tests });
    expect(result).toStrictEqual({
      ...{ ...testRef(), title: "Title of t1", status: "graded", language: "pl", deadline: aTest().deadline },
      ...{ receivedAt: "2026-11-20T12:00:00.000Z", revision: 1, counts: "best" },
      ...{ score: "3.33", best: "5", right: 2, questions: 3 },
    });
    const missed = { ...testRef(), title: "Title of t1", status: "missing", deadline: aTest().deadline };
    expect(resultsOf([missing()], context)).toStrictEqual([missed]);
  });

  test("say which attempt will count while the score is not released", () => {
    const never = { ...context, settings: { scale: 5, release: { score: "never" } as const } };
    const [result] = resultsOf([graded("t1", { counts: "average" })], never);
    expect(result).toMatchObject({
      ...{ scoreComes: "never", counts: "average", receivedAt: "2026-11-20T12:00:00.000Z" },
    });
    const [best] = resultsOf([graded("t1", { counts: "best" })], never);
    expect(best).toMatchObject({ scoreComes: "never", counts: "best" });
    // It would say which attempt is the best.
    expect(best).not.toHaveProperty("receivedAt");
  });

  test("call a test excused in which nothing counts", () => {
    const [result] = resultsOf([graded("t1", { nothingCounts: true })], context);
    expect(result).toMatchObject({ status: "excused", nothingCounts: true });
    expect(result).not.toHaveProperty("score");
  });

  test("have the best score of the grade beside a score by hand, and that of the course where none was graded", () => {
    const best = (entry: ScoreEntry) => resultsOf([entry], context).map((result) => result.best);
    expect(best({ ...graded("t1", { scale: 10 }), override })).toEqual(["10"]);
    expect(best({ ...missing(), override })).toEqual(["5"]);
  });

  test("of equal deadlines come in the order of their names, the last first", () => {
    const tests = [aTest("t1"), aTest("t3"), aTest("t2")];
    const results = resultsOf([missing("t2"), missing("t3"), missing("t1")], { ...context, tests });
    expect(results.map(({ testId }) => testId)).toEqual(["t3", "t2", "t1"]);
  });
});

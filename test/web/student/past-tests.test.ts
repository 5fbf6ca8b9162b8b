import { describe, expect, test } from "@jest/globals";
import type { ListTestsAnswer, TestResult } from "../../../course/api/answers.ts";
import { barsOf, pastTests } from "../../../web/student/past-tests.ts";
import { instant, testRef } from "../../tasks/support/course.ts";

const deadline = instant("2026-11-23T22:00:00.000Z");
const result = (testId: string, more: Partial<TestResult> = {}): TestResult => ({
  ...testRef(testId),
  title: `Title of ${testId}`,
  status: "graded",
  deadline,
  score: "2.5",
  best: "5",
  ...more,
});
const closed = (testId: string, receivedAt: string | null) => ({
  ...testRef(testId),
  title: `Title of ${testId}`,
  deadline,
  receivedAt: receivedAt === null ? null : instant(receivedAt),
});
const listOf = (more: Partial<ListTestsAnswer>): ListTestsAnswer => ({
  code: 200,
  body: [],
  open: [],
  ...more,
});

describe("The past tests of a list", () => {
  test("are those that wait for their score, the results, and the missed ones", () => {
    const results = [result("t4"), result("t3", { status: "missing" }), result("t2", { status: "excused" })];
    const list = listOf({
      results,
      closed: [closed("t6", "2026-11-20T12:00:00.000Z"), closed("t5", null), closed("t4", null)],
    });
    const past = pastTests(list);
    const ids = (tests: readonly { testId: string }[]) => tests.map(({ testId }) => testId);
    expect([ids(past.waiting), ids(past.results), ids(past.missed)]).toEqual([
      ["t6"],
      ["t4", "t2"],
      ["t5", "t3"],
    ]);
  });

  test("are the scores that a server of before gives", () => {
    const { status: _, deadline: __, ...kept } = result("t1");
    const sent = { submissionId: "a".repeat(32), receivedAt: deadline, revision: 1, right: 1, questions: 2 };
    const list: unknown = { ...listOf({}), scores: [{ ...kept, ...sent, marks: [] }] };
    const { results } = pastTests(Object(list));
    expect(results).toMatchObject([{ testId: "t1", status: "graded", score: "2.5", best: "5" }]);
  });
});

describe("The bars of the chart", () => {
  test("are scores in percent of the best ones, the oldest first, with what was missed", () => {
    const results = [
      result("t4", { score: "3.33" }),
      result("t3", { status: "missing", score: undefined }),
      result("t2", { status: "excused" }),
      result("t1", { score: undefined, scoreComes: "never" }),
      result("t0", { score: "5" }),
    ];
    expect(barsOf(listOf({ results }))).toEqual([
      { path: "linux/t0", title: "Title of t0", percent: 100 },
      { path: "linux/t3", title: "Title of t3", percent: null },
      { path: "linux/t4", title: "Title of t4", percent: 67 },
    ]);
  });

  test("are the latest forty", () => {
    const results = Array.from({ length: 50 }, (_, n) => result(`t${50 - n}`));
    const bars = barsOf(listOf({ results }));
    expect([bars.length, bars[0]?.title, bars.at(-1)?.title]).toEqual([40, "Title of t11", "Title of t50"]);
  });
});

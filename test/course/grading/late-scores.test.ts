import { describe, expect, test } from "@jest/globals";
import { gradeSchema } from "../../../course/grading/grade.ts";
import { lateScores, scoreMailOf, testsJustReleased } from "../../../course/grading/late-scores.ts";
import { entryOfGrade } from "../../../course/grading/score-list.ts";
import { aTest, instant, monday, mondayRun, testRef } from "../../tasks/support/course.ts";

const extended = instant("2026-11-25T22:00:00.000Z");
const graded = instant("2026-11-23T22:01:00.000Z");
const tests = [aTest("t1", { lastDeadline: extended }), aTest("t2")];

describe("Scores that are mailed after the run", () => {
  const released = (score: "after grading" | "after extensions" | "never", now: typeof graded) =>
    testsJustReleased({ release: { score } }, tests, now).map(({ testId }) => testId);

  test("are of tests whose last deadline has passed, in the last two weeks", () => {
    expect(released("after extensions", graded)).toEqual(["t2"]);
    expect(released("after extensions", extended)).toEqual(["t1", "t2"]);
    expect(released("after extensions", instant("2026-12-08T22:00:00.000Z"))).toEqual(["t1"]);
    expect(released("after extensions", instant("2026-12-09T22:00:00.000Z"))).toEqual([]);
  });

  test("are none where runs mail them, or nobody ever does", () => {
    expect(released("after grading", extended)).toEqual([]);
    expect(released("never", extended)).toEqual([]);
    expect(testsJustReleased({}, tests, extended)).toEqual([]);
  });

  const entry = (testId: string, revision = 1) =>
    entryOfGrade(
      gradeSchema.parse({
        ...{ studentId: "ann", ...testRef(testId), revision, right: 1, questions: 2, scale: 5 },
        ...{ submissionId: "a".repeat(32), receivedAt: monday, runId: mondayRun, answers: [] },
      }),
    );

  test("are in the revision that counts, and none of what is missing or still open", () => {
    const missing = { status: "missing" as const, ...testRef("t2"), runId: mondayRun };
    const scores = lateScores([entry("t1", 2), missing], tests);
    expect(scores).toStrictEqual([
      {
        ...{ status: "graded", ...testRef("t1"), title: "Title of t1", right: 1, questions: 2, scale: 5 },
        ...{ revision: 2, receivedAt: monday, runId: mondayRun, lastDeadline: extended },
      },
    ]);
    expect(scores.map(scoreMailOf)).toEqual([{ test: testRef("t1"), name: "2" }]);
  });

  test("stand in the mail ledger under the name that the test had when it was graded", () => {
    const renamed = aTest("t3", { renamedFrom: [testRef("t1")] });
    const scores = lateScores([entry("t1")], [renamed]);
    expect(scores).toMatchObject([{ ...testRef("t3"), gradedAs: testRef("t1") }]);
    expect(scores.map(scoreMailOf)).toEqual([{ test: testRef("t1"), name: "1" }]);
    const again = lateScores([{ ...entry("t3"), gradedAs: testRef("older") }], [renamed]);
    expect(again).toMatchObject([{ ...testRef("t3"), gradedAs: testRef("older") }]);
    expect(again[0]).not.toHaveProperty("lastDeadline");
  });
});

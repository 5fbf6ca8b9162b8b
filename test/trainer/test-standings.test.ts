import { describe, expect, test } from "@jest/globals";
import type { BookCell } from "../../course/gradebook/book.ts";
import { BestScores, CourseGradebook } from "../../course/gradebook/course-gradebook.ts";
import { courseStatus } from "../../trainer/status/course-status.ts";
import { testStandings, testViewOf } from "../../trainer/status/test-standings.ts";
import { aTest, instant, monday, mondayRun, settings, student, studentId } from "../tasks/support/course.ts";

const now = instant("2026-11-24T10:00:00.000Z");
const nextMonday = instant("2026-11-30T22:00:00.000Z");
const tests = [
  aTest("later", { opens: nextMonday, deadline: instant("2026-12-07T22:00:00.000Z") }),
  aTest("open", { deadline: nextMonday, lastDeadline: instant("2026-12-02T22:00:00.000Z") }),
  aTest("graded"),
];
const ids = ["ann", "bob", "cid", "dan"];
const students = ids.map((id) => student(id));
const graded: BookCell = {
  outcome: { status: "graded", right: 1, questions: 2, scale: 5, revision: 1, run: mondayRun },
};
const excused = { value: { kind: "excused" as const }, because: "ill", by: "Ada", at: monday };
const cells: Readonly<Record<string, BookCell>> = {
  ann: graded,
  bob: { outcome: { status: "missing", run: mondayRun } },
  cid: { outcome: { status: "failed", run: mondayRun } },
  dan: { outcome: { status: "missing", run: mondayRun }, override: excused },
};
const gradebook = new CourseGradebook({ settings, tests, cutoffs: new Map(), now }, new BestScores());
const book = {
  tests: gradebook.tests,
  now,
  students: students.map((one) =>
    gradebook.student(one, {
      studentId: one.studentId,
      cells: { "linux/graded": cells[one.studentId] ?? {} },
    }),
  ),
};
const nothing = {
  attempts: new Map(),
  overrides: new Map([[studentId("ann"), new Map([["linux/open", excused]])]]),
};
const status = courseStatus(tests.slice(0, 2), students, nothing, now);

describe("the console's list of tests", () => {
  test("takes a graded test from the book, and others from what was handed in, in the order of deadlines", () => {
    expect(testStandings(tests, status, book)).toMatchObject([
      { testId: "graded", state: "closed", submitted: 2, missing: 1, missed: 1, excused: 1, graded: 1 },
      { testId: "open", state: "open", submitted: 0, missing: 3, missed: 0, excused: 1, graded: 0 },
      { testId: "later", state: "not-yet-open", submitted: 0, missing: 0, missed: 0, graded: 0 },
    ]);
  });

  test("tells until when somebody has more time", () => {
    expect(testStandings(tests, status, book)[1]?.latestExtension).toBe("2026-12-02T22:00:00.000Z");
  });
});

test("a test says how many of the missing were not looked up, where its list may lack submissions", () => {
  const unsure = courseStatus(
    tests.slice(0, 2),
    students,
    { ...nothing, unchecked: new Map([["linux/open", 2]]) },
    now,
  );
  const counts = testStandings(tests, unsure, book).map(({ unchecked }) => unchecked);
  expect(counts).toEqual([undefined, 2, undefined]);
  expect(testViewOf(aTest("open"), unsure, book).test.unchecked).toBe(2);
});

test("one test names who missed it, and who may still submit; who is excused is neither", () => {
  const named = (testId: string) => {
    const view = testViewOf(aTest(testId), status, book);
    return [view.missing, view.missed].map((people) => people.map(({ studentId: id }) => id));
  };
  expect(named("graded")).toEqual([[], ["bob"]]);
  expect(named("open")).toEqual([["bob", "cid", "dan"], []]);
});

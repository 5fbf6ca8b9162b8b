import { describe, expect, test } from "@jest/globals";
import type { GradebookCell, GradebookColumns } from "../../../course/gradebook/course-gradebook.ts";
import { questionIdSchema } from "../../../course/ids.ts";
import { hardQuestions } from "../../../course/statistics/hard-questions.ts";
import { attendance, progressOf, studentsWithFacts } from "../../../course/statistics/progress.ts";
import { progressViewOf, progressViewSchema } from "../../../course/statistics/progress-view.ts";
import { drawnResults } from "../../../trainer/progress/progress-lines.ts";
import { aTest, instant, student } from "../../tasks/support/course.ts";

const week = (n: number) => instant(new Date(Date.UTC(2026, 8, 7 + 7 * n, 21)).toISOString());

const cellOf = (sign: string): GradebookCell | null => {
  if (sign === "m") return { status: "missing" };
  if (sign === "f") return { status: "failed" };
  if (sign === "e") return { status: "excused" };
  if (sign === "o") return { status: "open" };
  return sign === " " ? null : { status: "graded", score: sign };
};

/** Each row is a student's: a score up to 8, or m missing, f failed, e excused, o open, blank not theirs. */
const gradebook = (...rows: readonly string[]): GradebookColumns => ({
  tests: Array.from({ length: rows[0]?.length ?? 0 }, (_, place) => ({
    ...aTest(`t${place + 1}`, { deadline: week(place) }),
    ...{ best: "8", weight: 1 },
  })),
  students: rows.map((row, place) => ({
    ...student(`s${place + 1}`),
    ...{ total: "0", outOf: "0", average: null, dropped: new Set<number>() },
    cells: [...row].map(cellOf),
  })),
});

const factsOf = (...rows: readonly string[]): string[][] =>
  progressOf(gradebook(...rows)).students.map(({ facts }) => facts.map(({ sentence }) => sentence));

describe("a course over the weeks", () => {
  test("has a test for each that is over for somebody, in the order of deadlines, with who handed it in", () => {
    const { tests, students } = progressOf(gradebook("84mo", "6fe ", "mmmo"));
    expect(tests).toMatchObject([
      { testId: "t1", due: 3, handedIn: 2, mean: 87.5 },
      { testId: "t2", due: 3, handedIn: 2, mean: 50 },
      { testId: "t3", due: 2, handedIn: 0, mean: null },
    ]);
    expect(tests.map(attendance)).toEqual([66.7, 66.7, 0]);
    expect(students).toMatchObject([
      { due: 3, handedIn: 2, mean: 75, results: [100, 50, "missed"] },
      { due: 2, handedIn: 2, mean: 75, results: [75, null, null] },
      { due: 3, handedIn: 0, mean: null, results: ["missed", "missed", "missed"] },
    ]);
  });

  test("is nothing of nobody, and of one student a row", () => {
    expect(progressOf(gradebook())).toEqual({ tests: [], students: [] });
    expect(progressOf(gradebook("oo")).tests).toEqual([]);
    expect(factsOf("8888")).toEqual([[]]);
  });

  test("orders tests by deadline, not as the course has them", () => {
    const { tests, students } = gradebook("84");
    const progress = progressOf({
      tests: tests.map((one, place) => ({ ...one, deadline: week(-place) })),
      students,
    });
    expect(progress.tests.map(({ testId }) => testId)).toEqual(["t2", "t1"]);
    expect(progress.students[0]?.results).toEqual([50, 100]);
  });
});

describe("of a student is said", () => {
  test("how many of the last tests were missed, from two on; what was not due, or excused, is none of them", () => {
    expect(factsOf("8888mm", "mm8888", "m8m888", "8mo m ", "mmm   ", "8m888m", "m88888")).toEqual([
      ["Missed 2 of the last 4 tests."],
      [],
      [],
      ["Missed 2 of the last 3 tests."],
      ["Missed the last 3 tests."],
      [],
      [],
    ]);
  });

  test("that the scores fall, compared with the class, where that is more than chance", () => {
    // Above the means, in eighths: 0.6 0.6 0.6, then -2.6 -2.4 -2.4, so 3.07 of 8 lower.
    expect(factsOf("777333", "777777", "666666", "555555", "777766")[0]).toEqual([
      "The last 3 scores are 38 points of 100 lower than the 3 before, compared with the class.",
    ]);
  });

  test("nothing, where everybody finds the later tests harder", () => {
    expect(factsOf("777333", "888444", "666222").flat()).toEqual([]);
  });

  test("nothing, where scores jump about in the whole class, or there are too few of them", () => {
    expect(factsOf("828412", "282828", "828282", "181818").flat()).toEqual([]);
    expect(factsOf("8811", "8888", "7777").flat()).toEqual([]);
  });

  test("most of whom missed most lately, first", () => {
    const found = studentsWithFacts(progressOf(gradebook("888mm8", "mmmmmm", "888888", "88mmm8")));
    expect(found.map(({ studentId }) => studentId)).toEqual(["s2", "s4", "s1"]);
  });
});

const askedTest = (
  testId: string,
  weeks: number,
  facilities: readonly (number | null)[],
  isJudged = true,
) => ({
  test: aTest(testId, { deadline: week(weeks) }),
  questions: facilities.map((facility, index) => ({
    ...{ questionId: questionIdSchema.parse(`q${index + 1}`), question: `What is ${index + 1}?` },
    ...{ facility, students: 30, isJudged, asks: index === 0 ? "the same" : `${testId} ${index}` },
  })),
});

describe("hard questions", () => {
  test("are those that gave few of their points, those first that were asked before", () => {
    const found = hardQuestions([
      askedTest("t2", 1, [30, 12, 80]),
      askedTest("t1", 0, [25, 34.99, 35, null]),
    ]);
    expect(found.map(({ testId, place, facility, before }) => [testId, place, facility, before])).toEqual([
      ["t2", 1, 30, [{ title: "Title of t1", facility: 25 }]],
      ["t2", 2, 12, []],
      ["t1", 2, 34.99, []],
    ]);
  });

  test("are none any more when they went well the last time, and none of a few students", () => {
    expect(hardQuestions([askedTest("t1", 0, [10]), askedTest("t2", 1, [60])])).toEqual([]);
    expect(hardQuestions([askedTest("t1", 0, [10], false)])).toEqual([]);
  });
});

test("the view of a course of 60 weeks and 400 students stays below 1 MB", () => {
  const rows = Array.from({ length: 400 }, () => "8765432m".repeat(15).slice(0, 118).concat("mm"));
  const asked = Array.from({ length: 120 }, (_, place) => askedTest(`t${place}`, place, Array(20).fill(10)));
  const view = progressViewOf(progressOf(gradebook(...rows)), { asked, read: 120, of: 120, skipped: 0 });
  expect(progressViewSchema.parse(view)).toEqual(view);
  expect([view.students.length, view.withFacts, view.questions.length]).toEqual([200, 400, 40]);
  expect(JSON.stringify(view).length).toBeLessThan(1_000_000);
});

test("results are drawn from the lowest step to the highest, a missed one as a dot", () => {
  expect(drawnResults([0, 12.4, 12.5, 50, 99, 100, "missed", null, 100])).toBe("▁▁▂▅██· █");
});

import { describe, expect, test } from "@jest/globals";
import { analysisOf } from "../../../course/statistics/analysis.ts";
import { TestTally } from "../../../course/statistics/tally.ts";
import { gradesOf, keyOf, single } from "./support/made-up-grades.ts";

/** Rows are students: `110` has the first two questions right. */
const analysed = (rows: readonly string[], count = rows[0]?.length ?? 3) => {
  const questions = Array.from({ length: count }, (_, index) => single(`q${index + 1}`, "ab"));
  const tally = new TestTally(questions);
  for (const grade of gradesOf(rows.map((row) => [...row].map((mark) => (mark === "1" ? "a" : "b"))))) {
    tally.add(grade);
  }
  return analysisOf(questions, questions.map(keyOf("a")), tally);
};

const figures = (rows: readonly string[], count?: number) => {
  const { questions, ...whole } = analysed(rows, count);
  return {
    ...whole,
    facility: questions.map(({ facility }) => facility),
    discrimination: questions.map(({ discrimination }) => discrimination),
    efficiency: questions.map(({ efficiency }) => efficiency),
  };
};

describe("figures equal Moodle's", () => {
  test("for five students and three questions", () => {
    expect(figures(["111", "110", "101", "010", "000"])).toMatchObject({
      facility: [60, 60, 40],
      discrimination: [64.55, 0, 32.73],
      efficiency: [100, 0, 37.5],
      alpha: 46.15,
    });
  });

  test("for four students whose questions get harder", () => {
    // Rest of the second: 2 1 1 0, so 100 · (1/3) / √(1/3 · 2/3) = 70.71. Totals 3, 2, 1, 0: variance 5/3; of their shares (5/3)/9, so sd = √(5/27) = 43.03 % and its error √(5/27 · 1/4) = 21.52 %.
    expect(figures(["111", "110", "100", "000"])).toEqual({
      ...{ students: 4, hadAll: 4, mean: 50, sd: 43.03, alpha: 75, standardError: 21.52 },
      facility: [75, 50, 25],
      discrimination: [52.22, 70.71, 52.22],
      efficiency: [100, 100, 100],
    });
  });

  test("for a question in which the better students do worse, so that the questions don't go together", () => {
    // Rest of the first: 0 0 1 2, so 100 · (-1/2) / √(1/3 · 11/12) = -90.45. Totals 1 1 1 2: variance 1/4; of the questions 1/3, 1/3 and 1/4, so alpha is 3/2 · (1 - 11/3) = -4.
    expect(figures(["100", "100", "010", "011"])).toMatchObject({
      discrimination: [-90.45, -57.74, null],
      efficiency: [-100, -100, null],
      alpha: -400,
    });
  });
});

test("two students who differ are enough", () => {
  expect(figures(["11", "00"])).toMatchObject({
    ...{ sd: 70.71, alpha: 100, standardError: 0, discrimination: [100, 100], efficiency: [100, 100] },
  });
});

test.each([
  ["nobody", [], { students: 0, mean: null, sd: null, facility: [null, null] }],
  ["one student", ["10"], { students: 1, mean: 50, sd: null, facility: [100, 0] }],
  ["two students who have the same", ["10", "10"], { students: 2, mean: 50, sd: 0, facility: [100, 0] }],
  ["everybody right", ["11", "11", "11"], { students: 3, mean: 100, sd: 0, facility: [100, 100] }],
  ["everybody wrong", ["00", "00", "00"], { students: 3, mean: 0, sd: 0, facility: [0, 0] }],
])("with %s, what is undefined is null", (_, rows, expected) => {
  expect(figures(rows, 2)).toMatchObject({
    ...expected,
    ...{ alpha: null, standardError: null, discrimination: [null, null], efficiency: [null, null] },
  });
});

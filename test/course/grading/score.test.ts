import { describe, expect, test } from "@jest/globals";
import {
  type Fraction,
  fraction,
  fractionIn,
  larger,
  minus,
  times,
} from "../../../course/grading/fraction.ts";
import { bestText, countsOf, pointsOf, scoreOf, scoreText } from "../../../course/grading/score.ts";

describe("a score is shown", () => {
  test.each([
    [2, 3, 5, "3.33"],
    [1, 6, 5, "0.83"],
    [9, 10, 5, "4.5"],
    [3, 3, 5, "5"],
    [0, 7, 5, "0"],
    [1, 3, 0.3, "0.1"],
    [3, 10, 1, "0.3"],
    [1, 8, 1, "0.13"],
    [1, 200, 1, "0.01"],
    [1, 3000, 1, "0"],
    [2, 3, 1000, "666.67"],
    [1, 1, 0.000001, "0"],
    [7, 7, 12.5, "12.5"],
  ])("%d of %d on a scale of %d as %s", (right, questions, scale, text) => {
    expect(scoreText({ right, questions, scale })).toBe(text);
  });

  test("beside the best score, in the same form", () => {
    expect(bestText({ right: 2, questions: 3, scale: 12.5 })).toBe("12.5");
  });
});

describe("a grade with points", () => {
  const points = { earned: "7/3", of: "10" };
  const grade = { right: 1, questions: 4, scale: 5, points };

  test("has the share of its points as its score, whatever number was right", () => {
    expect(pointsOf(grade)).toEqual({ earned: fraction(7n, 3n), of: fraction(10n) });
    expect(scoreText(grade)).toBe("1.17");
    expect(countsOf(grade)).toEqual({ right: 1, questions: 4, points: { earned: "2.33", of: "10" } });
  });

  test("in which nothing counts has neither points nor a score", () => {
    const nothing = { ...grade, nothingCounts: true } as const;
    expect(pointsOf(nothing)).toBeNull();
    expect(scoreText(nothing)).toBeNull();
    expect(countsOf(nothing)).toStrictEqual({ right: 1, questions: 4, nothingCounts: true });
  });

  test.each([
    ["7/3", "0"],
    ["7/3", "much"],
    ["some", "10"],
  ])("of %s of %s points is refused, not shown as some score", (earned, of) => {
    expect(() => pointsOf({ ...grade, points: { earned, of } })).toThrow(
      `A grade says ${earned} of ${of} points.`,
    );
  });

  test("hands on what its score is made of, and nothing else", () => {
    const nothing = { ...grade, nothingCounts: true, counts: "best" } as const;
    expect(scoreOf({ ...nothing, ...{ revision: 3 } })).toStrictEqual(nothing);
    expect(scoreOf({ right: 1, questions: 4, scale: 5, counts: "latest" })).toStrictEqual({
      ...{ right: 1, questions: 4, scale: 5 },
    });
  });
});

describe("an exact number", () => {
  const of = (numerator: bigint, denominator: bigint): Fraction => ({ numerator, denominator });

  test.each([
    ["7/3", of(7n, 3n)],
    ["-6/4", of(-3n, 2n)],
    ["10", of(10n, 1n)],
    ["0.50", of(1n, 2n)],
    ["-2.125", of(-17n, 8n)],
    ["007/01", of(7n, 1n)],
  ])("is read from %s", (text, value) => {
    expect(fractionIn(text)).toEqual(value);
  });

  test.each([
    "",
    "-",
    ".5",
    "5.",
    "1/0",
    "1/00",
    "1/-2",
    "1.5/2",
    "+1",
    " 1",
    "1 ",
    "1e3",
    "x1",
    "1/2/3",
    "١",
  ])("is not read from %j", (text) => {
    expect(fractionIn(text)).toBeNull();
  });

  test("is in lowest terms with a positive denominator, and has one", () => {
    expect(fraction(4n, -6n)).toEqual(of(-2n, 3n));
    expect(fraction(0n, -5n)).toEqual(of(0n, 1n));
    expect(() => fraction(1n, 0n)).toThrow("A fraction's denominator is not 0.");
  });

  test("is reckoned with as by hand", () => {
    expect(minus(of(1n, 2n), of(2n, 3n))).toEqual(of(-1n, 6n));
    expect(times(of(2n, 3n), of(-9n, 4n))).toEqual(of(-3n, 2n));
    expect(larger(of(-1n, 2n), of(-2n, 3n))).toEqual(of(-1n, 2n));
    expect(larger(of(1n, 3n), of(1n, 2n))).toEqual(of(1n, 2n));
  });
});

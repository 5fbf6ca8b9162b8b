import { describe, expect, test } from "@jest/globals";
import { bestText, scoreText } from "../../../course/grading/score.ts";

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

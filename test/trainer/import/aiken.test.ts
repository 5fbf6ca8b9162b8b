import { expect, test } from "@jest/globals";
import { imported } from "./support.ts";

const bank = `What is the U.S. capital?
A. New York
B) Washington
ANSWER: B

Which is a shell?
A. bash
B. vim
ANSWER: C

Is this complete?
A. Yes
Next one?
A. One
ANSWER: A
Two?
A. x
B. y
ANSWER: a`;

test("Aiken questions are taken, and each fault is told with its line", async () => {
  const { format, questions, skipped } = await imported(bank);
  expect(format).toBe("aiken");
  expect(questions).toMatchObject([
    { type: "single", text: "What is the U.S. capital?", right: "b", place: { line: 1 } },
    { type: "single", text: "Two?", right: "a", answers: [{ text: "x" }, { text: "y" }] },
  ]);
  expect(skipped).toEqual([
    "6 Which is a shell?: has the ANSWER C, which is not among its choices (A, B)",
    "11 Is this complete?: is not complete: line 13 begins another question before its ANSWER",
    "13 Next one?: offers one answer; it needs two or more",
  ]);
});

import { afterEach, expect, test } from "@jest/globals";
import { CourseFolderError } from "../../../trainer/course-folder/problems.ts";
import { readCourse } from "../../../trainer/course-folder/read-course.ts";
import { courseFolders } from "../support/course-files.ts";

const folders = courseFolders();
afterEach(folders.removeAll);

/** What is wrong with a question, which begins in line 2. */
const problemsOf = (...lines: readonly string[]): string[] => {
  const yaml = ["questions:", "  - text: What?", ...lines.map((line) => `    ${line}`)].join("\n");
  try {
    readCourse(folders.make({ "linux/boot.yaml": yaml }));
  } catch (error) {
    if (error instanceof CourseFolderError) {
      return error.problems.map(({ line, message }) => `${line}: ${message}`);
    }
    throw error;
  }
  return [];
};

const ab = "answers: { a: x, b: y }";
const points =
  "4: questions[1].points must be a number above 0, at most 1000, with at most two decimals, such as 2 or 1.5, not";

test.each<readonly [lines: readonly string[], problems: readonly string[]]>([
  [[ab, "right: []"], ["4: questions[1].right is empty"]],
  [[ab, "right: [z]"], ['4: question 1: right is "z", which is not one of its answers (a, b)']],
  [[ab, "right: [a, a]"], ['4: question 1: right has "a" twice']],
  [["number: 5", "points: 0"], [`${points} "0"`]],
  [["number: 5", "points: -1"], [`${points} "-1"`]],
  [["number: 5", "points: 1e400"], [`${points} "1e400"`]],
  [["number: 5", "points: 1,5"], [`${points} "1,5"`]],
  [["number: NaN"], ['3: questions[1].number must be a decimal number, such as 1024 or 3.14, not "NaN"']],
  [["number: 1e400"], ['3: questions[1].number must be a decimal number, such as 1024 or 3.14, not "1e400"']],
  [
    ["number: 5", "accept: x"],
    ["4: question 1 has number and accept, which are questions of different types; leave one of them"],
  ],
  [["number: 5", "credit: each"], ["4: questions[1].credit: there is no such key"]],
  [["order: [x, x]"], ['3: question 1: order has "x" twice']],
  [
    ["match: { x: y, z: w }", "others: [y]"],
    ['4: question 1: others has "y", which is the right answer of an item'],
  ],
  [
    ["match: { x: y, z: w }", "credit: net"],
    ['4: questions[1].credit must be one of exact, each, not "net"'],
  ],
  [
    [ab, "weights: { a: 1/2 }"],
    [
      "4: question 1: its weights above 0 add up to 1/2; nobody could get all points. They need to add up to 1",
    ],
  ],
  [["blanks: { 1: { accept: x } }"], ["3: question 1: the blank 1 has no [[1]] in its text"]],
])("%j is refused, with its line", (lines, problems) => {
  expect(problemsOf(...lines)).toEqual(problems);
});

test("a pattern that needs backtracking is refused", () => {
  expect(problemsOf(String.raw`accept: { pattern: '(a)\1' }`)).toEqual([
    expect.stringMatching(
      /^3: question 1: the pattern \(a\)\\1 is no pattern that can be matched in a bounded time/,
    ),
  ]);
});

test("a mark without a blank is refused, beside all else that is wrong", () => {
  const problems = problemsOf("id: x y", "blanks: { 1: { number: five } }", "points: 0");
  expect(problems).toHaveLength(4);
});

test("orders and pairs are published mixed, so that neither order nor ids tell what is right", () => {
  const [read] = readCourse("examples/question-types").tests;
  const start = read?.questions.find(({ questionId }) => questionId === "start");
  const key = read?.answerKey.find(({ questionId }) => questionId === "start");
  const ids = start?.answers.map(({ answerId }) => String(answerId));
  expect(ids).toEqual(["a", "b", "c", "d"]);
  expect(key).toMatchObject({ type: "order", right: expect.arrayContaining(ids ?? []) });
  expect(key).not.toMatchObject({ right: ids });
});

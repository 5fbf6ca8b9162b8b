import { describe, expect, test } from "@jest/globals";
import { answerProblems, givenAnswers, submitTestRequestSchema } from "../../../course/api/requests.ts";
import { describeIssues } from "../../../course/problems.ts";
import { questionsSchema } from "../../../course/test.ts";

const choices = (...ids: string[]) =>
  ids.map((answerId) => ({ answerId, answerBody: `Body of ${answerId}` }));

const questions = questionsSchema.parse([
  { questionId: "s", question: "?", answers: choices("a", "b") },
  { questionId: "m", type: "multiple", question: "?", answers: choices("a", "b", "c") },
  { questionId: "n", type: "number", question: "?", answers: [], unit: "mm" },
  { questionId: "t", type: "text", question: "?", answers: [] },
  {
    ...{ questionId: "p", type: "match", question: "?", answers: choices("a", "b") },
    items: ["1", "2"].map((itemId) => ({ itemId, itemBody: `Item ${itemId}` })),
  },
  { questionId: "o", type: "order", question: "?", answers: choices("a", "b", "c") },
]);

const request = (questionId: string, answer: unknown) => ({
  ...{ subjectName: "linux", testId: "t1", studentId: "ann" },
  testResult: [{ questionId, answer }],
});

/** What is wrong with an answer: of its shape, or for its question. */
const problem = (questionId: string, answer: unknown): string | null => {
  const { data, error } = submitTestRequestSchema.safeParse(request(questionId, answer));
  return data
    ? answerProblems(questions, data.testResult)
    : describeIssues(error, request(questionId, answer));
};

const stored = (questionId: string, answer: unknown) =>
  givenAnswers(questions, submitTestRequestSchema.parse(request(questionId, answer)).testResult)[0]?.answer;

describe("An answer is refused, with its question and value,", () => {
  test.each([
    ["s", ["a"], 'Question "s" takes the id of one answer, as text.'],
    ["s", "z", 'Question "s" offers a, b, not "z".'],
    ["m", "a", 'Question "m" takes a list of the ids of answers.'],
    ["m", { a: "b" }, 'Question "m" takes a list of the ids of answers.'],
    ["m", ["a", "z"], 'Question "m" offers a, b, c, not "z".'],
    ["m", ["a", "a"], 'Question "m" has the answer "a" twice.'],
    [
      "m",
      [1],
      "testResult[0].answer must be text, not a list, or else a list of texts, or texts by their names.",
    ],
    [
      "n",
      3.14,
      "testResult[0].answer must be text, not a number, or else a list of texts, or texts by their names.",
    ],
    ["n", ["3"], 'Question "n" takes a number as text, such as "3.14".'],
    ["n", "1e400", 'Question "n" takes powers of ten up to 99, not "1e400".'],
    ["n", "NaN", 'Question "n" takes a decimal number, such as 3.14, not "NaN".'],
    ["n", "Infinity", 'Question "n" takes a decimal number, such as 3.14, not "Infinity".'],
    ["n", "0x10", 'Question "n" takes a decimal number, such as 3.14, not "0x10".'],
    ["n", "1/3", 'Question "n" takes a decimal number, such as 3.14, not "1/3".'],
    [
      "n",
      "1 024,5",
      'Question "n" takes a number without separators of thousands, such as 1024 or 3.14, not "1 024,5".',
    ],
    ["n", "5 cm", 'Question "n" takes a decimal number, such as 3.14, not "5 cm".'],
    ["n", "\u0663", 'Question "n" takes the digits 0 to 9 only, not \u0663, which is U+0663: "\u0663".'],
    ["n", "9".repeat(61), `Question "n" takes a number of at most 60 characters, not "${"9".repeat(59)}….`],
    ["t", "x".repeat(10_240), 'Question "t" takes a text of at most 1000 characters; this one has 10,240.'],
    ["t", { 1: "x" }, 'Question "t" takes a text.'],
    ["p", ["a"], 'Question "p" takes an object with the id of an answer for each item.'],
    ["p", { 3: "a" }, 'Question "p" has the items 1, 2, not "3".'],
    ["p", { constructor: "a" }, 'Question "p" has the items 1, 2, not "constructor".'],
    ["p", { 1: "z" }, 'Question "p" offers a, b for item 1, not "z".'],
    ["o", ["a", "b"], 'Question "o" puts all of a, b, c in order; c is missing.'],
    ["o", ["a", "b", "b"], 'Question "o" has the answer "b" twice.'],
    ["o", ["a", "b", "z"], 'Question "o" puts a, b, c in order, not "z".'],
  ])("%s: %j", (questionId, answer, sentence) => {
    expect(problem(questionId, answer)).toBe(sentence);
  });
});

describe("An answer is stored", () => {
  test.each([
    ["m", ["c", "a"], ["a", "c"]],
    ["n", " 3,14 mm", " 3,14 mm"],
    ["t", " ls  -l ", " ls  -l "],
    ["p", { 2: "a", 1: "b" }, { 1: "b", 2: "a" }],
    ["p", { 1: "b", 2: "" }, { 1: "b" }],
    ["o", ["c", "a", "b"], ["c", "a", "b"]],
  ])("of question %s, given as %j, as %j", (questionId, answer, expected) => {
    expect(problem(questionId, answer)).toBeNull();
    expect(stored(questionId, answer)).toEqual(expected);
  });

  test.each([
    ["m", []],
    ["n", "  "],
    ["t", "\n"],
    ["p", {}],
    ["p", { 1: "" }],
    ["o", []],
  ])("not at all where it says nothing: %s %j", (questionId, answer) => {
    expect(problem(questionId, answer)).toBe("Every question is left out; there is nothing to send.");
  });

  test("by the same text for the same answer, whatever its order, so that it is one attempt", () => {
    const texts = [
      { 1: "b", 2: "a" },
      { 2: "a", 1: "b" },
    ].map((answer) => JSON.stringify(stored("p", answer)));
    expect(texts[0]).toBe(texts[1]);
  });
});

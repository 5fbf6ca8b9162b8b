import { describe, expect, test } from "@jest/globals";
import * as z from "zod";
import {
  answerProblems,
  givenAnswers,
  listTestsRequestSchema,
  showTestRequestSchema,
  submitTestRequestSchema,
} from "../../../course/api/requests.ts";
import { studentIdSchema } from "../../../course/ids.ts";
import { describeIssues, joinProblems, quote } from "../../../course/problems.ts";
import { answerSchema } from "../../../course/questions/shapes.ts";
import { questionsSchema } from "../../../course/test.ts";
import { questions } from "../../tasks/support/course.ts";

const sentenceOf = (
  schema: typeof listTestsRequestSchema | typeof submitTestRequestSchema,
  input: unknown,
) => {
  const { error } = schema.safeParse(input);
  if (!error) throw new Error("nothing is wrong");
  return describeIssues(error, input);
};

const valid = {
  subjectName: "linux",
  testId: "t1",
  studentId: "ann",
  testResult: [{ questionId: "q1", answer: "a" }],
};

const resultOf = (...pairs: [string, unknown][]) =>
  submitTestRequestSchema.parse({
    ...valid,
    testResult: pairs.map(([questionId, answer]) => ({ questionId, answer })),
  }).testResult;

describe("a request", () => {
  test("that lacks parameters is refused, with all of them named at once", () => {
    expect(sentenceOf(submitTestRequestSchema, {})).toBe(
      "subjectName is missing; testId is missing; studentId is missing; testResult is missing.",
    );
  });

  test("with wrong types is refused, with what was expected and what came", () => {
    const sentence = sentenceOf(submitTestRequestSchema, {
      ...valid,
      studentId: 7,
      testResult: [{ questionId: "q1" }, "q2", { questionId: ["q3"], answer: { a: 1 } }],
    });
    expect(sentence).toContain("studentId must be text, not a number");
    expect(sentence).toContain("testResult[0].answer is missing");
    expect(sentence).toContain("testResult[1] must be an object, not a string");
    expect(sentence).toContain("testResult[2].questionId must be text, not a list");
    expect(sentence).toContain("testResult[2].answer must be text, not an object");
  });

  test.each([[null], [[]], ["text"], [7], [true]])("that is %j is refused", (input) => {
    expect(sentenceOf(listTestsRequestSchema, input)).toMatch(/^The JSON must be an object, not /);
  });

  test.each(["../ann", "a/b", "%2f", "a..b", ".ann", "ann\u0000", "ann\n", "an\u202en", "x".repeat(65), ""])(
    "with the name %j is refused, and the name is shown without control characters",
    (studentId) => {
      const sentence = sentenceOf(listTestsRequestSchema, { studentId });
      expect(sentence).toMatch(/^studentId /);
      expect(sentence).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    },
  );

  test("may contain unknown fields", () => {
    expect(listTestsRequestSchema.parse({ studentId: "ann", client: 3 })).toEqual({ studentId: "ann" });
  });

  test("keeps its sentence short when hundreds of things are wrong", () => {
    const testResult = Array.from({ length: 500 }, () => ({}));
    const sentence = sentenceOf(submitTestRequestSchema, { ...valid, testResult });
    expect(sentence).toMatch(/; and 980 more\.$/);
    expect(sentence.length).toBeLessThan(1000);
  });

  test("for a test names subject and test", () => {
    expect(showTestRequestSchema.safeParse({ subjectName: "linux", testId: "t1" }).success).toBe(true);
  });
});

describe("answers", () => {
  test("may leave questions out: by no entry, an empty answer or null", () => {
    const result = resultOf(["q3", "c"], ["q1", ""], ["q2", null]);
    expect(answerProblems(questions, result)).toBeNull();
    expect(givenAnswers(questions, result)).toEqual([{ questionId: "q3", answer: "c" }]);
  });

  test("are stored in the order of their questions", () => {
    expect(
      givenAnswers(questions, resultOf(["q2", "b"], ["q1", "a"])).map(({ questionId }) => questionId),
    ).toEqual(["q1", "q2"]);
  });

  test("are stored as the type of their question stores them", () => {
    const [one] = questions;
    const multiple = questionsSchema.parse([{ ...one, type: "multiple" }]);
    expect(givenAnswers(multiple, resultOf(["q1", ["c", "a"]]))).toEqual([
      { questionId: "q1", answer: ["a", "c"] },
    ]);
  });

  test("are refused with everything that is wrong, with question and value", () => {
    expect(answerProblems(questions, resultOf(["q1", "z"], ["q9", "a"], ["q2", "b"], ["q2", "c"]))).toBe(
      'Question "q1" offers a, b, c, not "z"; This test has no question "q9"; Question "q2" is answered more than once.',
    );
  });

  test("must answer at least one question", () => {
    for (const none of [resultOf(), resultOf(["q1", ""], ["q2", null])]) {
      expect(answerProblems(questions, none)).toBe("Every question is left out; there is nothing to send.");
    }
  });

  test.each(["constructor", "toString"])("to the question %s are to no question", (questionId) => {
    expect(answerProblems(questions, resultOf([questionId, "a"]))).toContain("has no question");
  });
});

describe("what is wrong with a value", () => {
  const value = z.object({ v: z.string() });
  test.each([
    [value, 7, "The JSON must be an object, not a number."],
    [value, {}, "v is missing."],
    [value, { v: null }, "v must be text, not null."],
    [value, { v: ["a"] }, "v must be text, not a list."],
    [value, { v: {} }, "v must be text, not an object."],
    [value, { v: true }, "v must be text, not a boolean."],
    [z.object({ v: z.array(value) }), { v: "a" }, "v must be a list, not a string."],
    [z.object({ v: z.array(value) }), { v: [{ v: 1 }] }, "v[0].v must be text, not a number."],
    [z.array(value), [{ v: "a" }, { v: 1 }], "[1].v must be text, not a number."],
    [z.object({ v: z.object({ w: value }) }), { v: { w: { v: 1 } } }, "v.w.v must be text, not a number."],
    [z.object({ v: z.number() }), { v: "1" }, "v must be a number, not a string."],
    [z.object({ v: z.int() }), { v: 1.5 }, "v must be a whole number, not 1.5."],
    [z.object({ v: z.number() }), { v: Number.POSITIVE_INFINITY }, "v must be a number, not Infinity."],
    [z.object({ v: z.boolean() }), { v: 1 }, "v must be true or false, not a number."],
    [z.object({ v: z.null() }), { v: 1 }, "v must be null, not a number."],
    [
      z.object({ v: answerSchema }),
      { v: 7 },
      "v must be text, not a number, or else a list of texts, or texts by their names.",
    ],
    [z.object({ v: studentIdSchema }), { v: "" }, 'v is empty: "".'],
  ])("is said in a sentence: %#", (schema, input, sentence) => {
    const { error } = schema.safeParse(input);
    expect(error && describeIssues(error, input)).toBe(sentence);
  });

  test("is said once, and of more than twenty things, how many more there are", () => {
    const problems = (count: number) => Array.from({ length: count }, (_, place) => `p${place}`);
    expect(joinProblems(["one", "two"])).toBe("one; two.");
    expect(joinProblems(problems(20))).toMatch(/^p0; .*; p19\.$/);
    expect(joinProblems(problems(21))).toMatch(/^p0; .*; p19; and 1 more\.$/);
    const twice = z.string().refine(() => false, "is wrong");
    const { error } = twice.refine(() => false, "is wrong").safeParse("x");
    expect(error && [error.issues.length, describeIssues(error, "x")]).toEqual([
      2,
      'The JSON is wrong: "x".',
    ]);
  });
});

describe("a quoted value", () => {
  test("is cut, and spells out what could not be seen", () => {
    expect(quote("a\u0007\u00ad\u202eb")).toBe('"a\\u0007\\u00ad\\u202eb"');
    expect(quote("x".repeat(58))).toBe(`"${"x".repeat(58)}"`);
    expect(quote("x".repeat(59))).toBe(`"${"x".repeat(58)}…`);
    expect(quote("x".repeat(200)).length).toBeLessThan(70);
    expect(quote(undefined)).toBe("undefined");
  });
});

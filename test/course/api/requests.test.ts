import { describe, expect, test } from "@jest/globals";
import {
  answerProblems,
  givenAnswers,
  listTestsRequestSchema,
  showTestRequestSchema,
  submitTestRequestSchema,
} from "../../../course/api/requests.ts";
import { describeIssues, quote } from "../../../course/problems.ts";
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

describe("a quoted value", () => {
  test("is cut, and spells out what could not be seen", () => {
    expect(quote("a\u0007\u202eb")).toBe('"a\\u0007\\u202eb"');
    expect(quote("x".repeat(200)).length).toBeLessThan(70);
    expect(quote(undefined)).toBe("undefined");
  });
});

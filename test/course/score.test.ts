import { describe, expect, test } from "@jest/globals";
import { gradeSchema } from "../../course/grade.ts";
import { isSameGrade, markAnswers, scoreOutOf, scoreText } from "../../course/score.ts";
import { givenAnswerSchema } from "../../course/submission.ts";
import { answerKey } from "../tasks/support/course.ts";

const given = (...pairs: [string, string][]) =>
  pairs.map(([questionId, answer]) => givenAnswerSchema.parse({ questionId, answer }));

describe("marking", () => {
  test("counts right answers over all questions of the key", () => {
    const marked = markAnswers(answerKey, given(["q1", "a"], ["q2", "c"], ["q3", "c"]));
    expect(marked).toEqual({
      right: 2,
      questions: 3,
      answers: [
        { questionId: "q1", given: "a", isRight: true },
        { questionId: "q2", given: "c", isRight: false },
        { questionId: "q3", given: "c", isRight: true },
      ],
    });
  });

  test("takes a question left out as wrong", () => {
    const marked = markAnswers(answerKey, given(["q1", "a"]));
    expect(marked).toMatchObject({ right: 1, questions: 3 });
    expect(marked.answers[1]).toEqual({ questionId: "q2", given: null, isRight: false });
  });

  test("keeps the feedback of each question that has some", () => {
    const [first, ...others] = answerKey;
    if (!first) throw new Error("The key is empty.");
    const marked = markAnswers([{ ...first, feedback: "Because." }, ...others], []);
    expect(marked.answers.map(({ feedback }) => feedback)).toEqual(["Because.", undefined, undefined]);
  });

  test("passes over answers to questions that the key does not have", () => {
    expect(markAnswers(answerKey, given(["q9", "a"], ["toString", "a"]))).toMatchObject({
      right: 0,
      questions: 3,
    });
  });
});

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

  test("beside the best score", () => {
    expect(scoreOutOf({ right: 2, questions: 3, scale: 5 })).toBe("3.33 out of 5");
  });
});

describe("two grades are the same", () => {
  const grade = gradeSchema.parse({
    studentId: "s1",
    subject: "linux",
    testId: "t1",
    revision: 1,
    right: 2,
    questions: 3,
    scale: 5,
    submissionId: "0".repeat(32),
    receivedAt: "2026-11-23T20:00:00.000Z",
    runId: "2026-11-23T22-00-00Z",
    answers: [{ questionId: "q1", given: "a", isRight: true }],
  });

  test("whatever their revision and the run that wrote them", () => {
    const later = gradeSchema.parse({ ...grade, revision: 4, runId: "2026-11-30T22-00-00Z" });
    expect(isSameGrade(grade, later)).toBe(true);
  });

  test.each([
    ["score", { right: 3 }],
    ["scale", { scale: 10 }],
    ["submission", { submissionId: "1".repeat(32) }],
    ["given answers", { answers: [{ questionId: "q1", given: null, isRight: true }] }],
  ])("not when the %s differs", (_, change) => {
    expect(isSameGrade(grade, gradeSchema.parse({ ...grade, ...change }))).toBe(false);
  });
});

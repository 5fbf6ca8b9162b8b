import { describe, expect, test } from "@jest/globals";
import { markAnswers } from "../../../course/grading/marking.ts";
import { givenAnswerSchema } from "../../../course/submission.ts";
import { answerKey } from "../../tasks/support/course.ts";

const given = (...pairs: [string, string][]) =>
  pairs.map(([questionId, answer]) => givenAnswerSchema.parse({ questionId, answer }));

describe("marking", () => {
  test("counts right answers over all questions of the key", () => {
    const marked = markAnswers(answerKey, given(["q1", "a"], ["q2", "c"], ["q3", "c"]));
    expect(marked).toEqual({
      right: 2,
      questions: 3,
      answers: [
        { questionId: "q1", given: "a", isRight: true, right: "a" },
        { questionId: "q2", given: "c", isRight: false, right: "b" },
        { questionId: "q3", given: "c", isRight: true, right: "c" },
      ],
    });
  });

  test("takes a question left out as wrong", () => {
    const marked = markAnswers(answerKey, given(["q1", "a"]));
    expect(marked).toMatchObject({ right: 1, questions: 3 });
    expect(marked.answers[1]).toEqual({ questionId: "q2", given: null, isRight: false, right: "b" });
  });

  test("keeps the feedback of each question that has some", () => {
    const [first, ...others] = answerKey;
    if (!first) throw new Error("The key is empty.");
    const marked = markAnswers([{ ...first, feedback: "Because." }, ...others], []);
    expect(marked.answers.map(({ feedback }) => feedback)).toEqual(["Because.", undefined, undefined]);
  });

  test("ignores answers to questions that the key does not have", () => {
    expect(markAnswers(answerKey, given(["q9", "a"], ["toString", "a"]))).toMatchObject({
      right: 0,
      questions: 3,
    });
  });
});

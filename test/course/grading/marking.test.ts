import { describe, expect, test } from "@jest/globals";
import { markAnswers, markSubmission } from "../../../course/grading/marking.ts";
import { type Verdict, verdictOf } from "../../../course/grading/verdict.ts";
import type { EarlierVersion } from "../../../course/storage/earlier-version.ts";
import { givenAnswerSchema } from "../../../course/submission.ts";
import { answerKeySchema } from "../../../course/test.ts";
import { answerKey, monday, questions } from "../../tasks/support/course.ts";

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

  test("gives nothing for a question of parts that is left out, and no one right answer to a pattern", () => {
    const key = answerKeySchema.parse([
      { questionId: "q1", type: "match", right: { x: "a", y: "b" }, credit: "each" },
      { questionId: "q2", type: "text", accept: [], patterns: ["ls.*"] },
    ]);
    expect(markAnswers(key, given(["q2", "ls -l"]))).toStrictEqual({
      right: 1,
      questions: 2,
      points: { earned: "1", of: "2" },
      answers: [
        {
          ...{ questionId: "q1", given: null, isRight: false, right: { x: "a", y: "b" } },
          ...{ earned: "0", of: "1" },
        },
        {
          ...{ questionId: "q2", given: "ls -l", isRight: true, rightText: "ls.*" },
          ...{ earned: "1", of: "1" },
        },
      ],
    });
  });

  test("ignores answers to questions that the key does not have", () => {
    expect(markAnswers(answerKey, given(["q9", "a"], ["toString", "a"]))).toMatchObject({
      right: 0,
      questions: 3,
    });
  });

  test("says what is accepted as well, and shows no field that a question doesn't have", () => {
    const key = answerKeySchema.parse([
      { questionId: "q1", answer: "a", acceptAlso: ["b"], feedbackHtml: "<p>So</p>" },
      { questionId: "q2", answer: "b" },
    ]);
    expect(markAnswers(key, given(["q1", "b"])).answers).toStrictEqual([
      {
        ...{ questionId: "q1", given: "b", isRight: true, right: "a", alsoRight: [{ right: "b" }] },
        feedbackHtml: "<p>So</p>",
      },
      { questionId: "q2", given: null, isRight: false, right: "b" },
    ]);
  });

  test("names questions to a student who has a paper of their own", () => {
    const paper = { questions: questions.slice(1, 2).map(({ questionId }) => ({ questionId })) };
    expect(markSubmission(answerKey, null, given(["q2", "b"]), paper)).toMatchObject({
      ...{ right: 1, questions: 1, ownPaper: true },
    });
    expect(markSubmission(answerKey, null, given(["q2", "b"]))).not.toHaveProperty("ownPaper");
  });
});

describe("a submission by a key that has changed since", () => {
  const keyOf = (more: object) => answerKeySchema.parse([{ questionId: "q1", answer: "a", ...more }]);
  const marked = (then: object, now: object, answer = "a") => {
    const earlier: EarlierVersion = {
      version: "e".repeat(32),
      until: monday,
      answerKey: keyOf(then),
      questions,
    };
    return markSubmission(keyOf(now), earlier, given(["q1", answer])).answers[0];
  };

  test("is as good as by the better one", () => {
    expect(marked({}, { answer: "b" })).toMatchObject({ isRight: true, right: "a" });
    expect(marked({}, { answer: "b" }, "b")).toMatchObject({ isRight: true, right: "b" });
    expect(marked({}, { answer: "b" }, "c")).toMatchObject({ isRight: false, right: "b" });
  });

  test("is as good as by the better one where both give a part", () => {
    const keyOf = (...right: string[]) =>
      answerKeySchema.parse([
        { questionId: "q1", type: "multiple", options: ["a", "b", "c"], right, credit: "each" },
      ]);
    const earned = (then: readonly string[], now: readonly string[]) => {
      const earlier = { version: "e".repeat(32), until: monday, answerKey: keyOf(...then), questions };
      const [mark] = markSubmission(keyOf(...now), earlier, [
        givenAnswerSchema.parse({ questionId: "q1", answer: ["a"] }),
      ]).answers;
      return [mark?.earned, mark?.right];
    };
    expect(earned(["a", "b"], ["b", "c"])).toEqual(["2/3", ["a", "b"]]);
    expect(earned(["b", "c"], ["a", "b"])).toEqual(["2/3", ["a", "b"]]);
    expect(earned(["a", "b"], ["a", "c"])).toEqual(["2/3", ["a", "c"]]);
  });

  test("counts a question that is void now as void, though it was right then", () => {
    expect(marked({}, { void: "dropped" })).toMatchObject({ void: "dropped" });
    expect(marked({ void: "dropped" }, {}, "b")).toMatchObject({ isRight: false });
  });

  test("says why as the key of now does, else as that of then", () => {
    const [then, now] = [{ feedback: "Then." }, { feedback: "Now." }];
    expect(marked(then, now)).toMatchObject(now);
    expect(marked(then, {})).toMatchObject(then);
    expect(marked({}, now, "b")).toMatchObject(now);
  });
});

describe("the verdict on a question", () => {
  const mark = { given: "a", isRight: false } as const;
  test.each<[Verdict, Parameters<typeof verdictOf>[0]]>([
    ["right", { ...mark, isRight: true, earned: "1" }],
    ["partly", { ...mark, earned: "0.5" }],
    ["wrong", { ...mark, earned: "0" }],
    ["wrong", mark],
    ["left out", { ...mark, given: null }],
    ["dropped", { ...mark, isRight: true, void: "dropped" }],
    ["given", { ...mark, isRight: true, void: "given" }],
  ])("is %s", (verdict, each) => {
    expect(verdictOf(each)).toBe(verdict);
  });
});

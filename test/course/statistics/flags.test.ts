import { describe, expect, test } from "@jest/globals";
import { outOf } from "../../../course/grading/fraction.ts";
import { analysisOf } from "../../../course/statistics/analysis.ts";
import { flaggedIn, pathsOf } from "../../../course/statistics/flagged.ts";
import { type Choosers, flagsOf, type Giving } from "../../../course/statistics/flags.ts";
import { TestTally } from "../../../course/statistics/tally.ts";
import { testRef } from "../../tasks/support/course.ts";
import { type MadeUpClass, madeUpClass } from "./support/made-up-class.ts";

const analysed = ({ questions, answerKey, grades }: MadeUpClass) => {
  const tally = new TestTally(questions);
  for (const grade of grades) tally.add(grade);
  return analysisOf(questions, answerKey, tally);
};

const flagged = (made: MadeUpClass): string[] =>
  analysed(made).questions.flatMap(({ questionId, flags }) =>
    flags.map(({ kind, answerId }) => `${questionId} ${kind} ${answerId}`),
  );

describe("in a made-up class of 60", () => {
  test.each([1, 2, 3])(
    "a wrong key and a bad distractor are found, and nothing else is (seed %s)",
    (seed) => {
      expect(flagged(madeUpClass(seed, 60, "both"))).toEqual(["q4 suspect-key a", "q8 bad-distractor d"]);
    },
  );

  test.each([1, 2, 3])("nothing is found in a sound test (seed %s)", (seed) => {
    expect(flagged(madeUpClass(seed, 60, "none"))).toEqual([]);
  });

  test("nothing is said of fewer than 20 students", () => {
    const { grades, ...asked } = madeUpClass(1, 60, "both");
    expect(flagged({ ...asked, grades: grades.slice(0, 19) })).toEqual([]);
  });
});

/** @param meanRest in the rest of the test. */
const choosers = (answerId: string, count: number, meanRest: number): Choosers => ({
  ...{ answerId, text: answerId, isRight: answerId.startsWith("a") },
  ...{ count, rest: outOf(count * meanRest, 1) },
});

/** What is flagged where the points in the rest have a variance of 4. */
const flags = (answers: readonly Choosers[], giving: Giving = "one"): string[] => {
  const isSingle = giving !== "several";
  const count = isSingle ? answers.reduce((sum, each) => sum + each.count, 0) : 40;
  const rest = isSingle ? answers.reduce((sum, each) => sum + Number(each.rest.numerator), 0) : 40 * 5;
  const found = flagsOf(answers, { count, rest: outOf(rest, 1), restVariance: outOf(4, 1) }, giving);
  return found.map(({ kind, answerId, reason }) => `${kind} ${answerId}: ${reason}`);
};

describe("the key is suspect", () => {
  test("where the students of a distractor clearly did better in the rest than those of the key", () => {
    expect(flags([choosers("a", 10, 4), choosers("b", 20, 7), choosers("c", 10, 4)])).toEqual([
      'suspect-key b: The 20 students who answered "b" did better in the rest of the test than the 10 students with "a", which counts as right.',
    ]);
  });

  test("where nobody chose it, and the better students chose one of the others", () => {
    expect(flags([choosers("a", 0, 0), choosers("b", 20, 7), choosers("c", 20, 4)])).toEqual([
      'suspect-key b: The 20 students who answered "b" did better in the rest of the test than the others, and nobody chose "a", which counts as right.',
    ]);
  });

  test("where the difference is twice its standard error, and not below", () => {
    // The variance is 4, so for 8 and 8 students the error is √(4/8 + 4/8) = 1.
    const found = flags([choosers("a", 8, 5), choosers("b", 8, 7), choosers("c", 24, 6)]);
    expect(found).toEqual([expect.stringMatching(/^suspect-key b: /)]);
    expect(flags([choosers("a", 7, 5), choosers("b", 8, 7), choosers("c", 25, 6)])).toEqual([]);
  });

  test("by three students at least, of a class of 20 at least", () => {
    const found = flags([choosers("a", 30, 5), choosers("b", 3, 9), choosers("c", 7, 4)]);
    expect(found).toEqual([expect.stringMatching(/^suspect-key b: /)]);
    expect(flags([choosers("a", 5, 2), choosers("b", 15, 8)])).toHaveLength(1);
    expect(flags([choosers("a", 5, 2), choosers("b", 14, 8)])).toEqual([]);
  });

  test("by the distractor whose students did best, where several beat it", () => {
    const found = flags([choosers("a", 10, 3), choosers("b", 15, 6), choosers("c", 15, 9)]);
    expect(found).toEqual([expect.stringMatching(/^suspect-key c: /)]);
  });

  test("not where no choice is right, nor where all are", () => {
    expect(flags([choosers("b", 20, 5), choosers("c", 20, 5)])).toEqual([]);
    expect(flags([choosers("a1", 20, 7), choosers("a2", 20, 4)])).toEqual([]);
  });

  test("not where the difference may be chance", () => {
    expect(flags([choosers("a", 30, 5), choosers("b", 5, 6), choosers("c", 5, 4)])).toEqual([]);
    expect(flags([choosers("a", 30, 5), choosers("b", 2, 9), choosers("c", 8, 4)])).toEqual([]);
  });

  test("of a question with several right answers, choice by choice", () => {
    const picked = [choosers("a1", 20, 4), choosers("a2", 20, 6), choosers("b", 20, 6), choosers("c", 20, 4)];
    expect(flags(picked, "several")).toEqual([
      'suspect-key b: The 20 students who picked "b", which counts as wrong, did better in the rest of the test than the others.',
      'suspect-key a1: The students who left out "a1", which counts as right, did better in the rest of the test than those who picked it.',
    ]);
  });
});

describe("the key of made-up answers is suspect", () => {
  test("where one in ten gave the same wrong answer, and clearly did better in the rest", () => {
    const others = Array.from({ length: 10 }, (_, place) => choosers(`wrong ${place}`, 1, 3));
    expect(flags([choosers("a", 10, 4), choosers("1000", 20, 7), ...others], "made-up")).toEqual([
      'suspect-key 1000: The 20 students who answered "1000" did better in the rest of the test than the 10 students with "a", which counts as right.',
    ]);
    expect(flags([choosers("a", 50, 4), choosers("1000", 4, 7), ...others], "made-up")).toEqual([]);
    const [most, few] = [choosers("a", 35, 4), choosers("1000", 4, 8)];
    expect(flags([most, few, choosers("7", 1, 4)], "made-up")).toHaveLength(1);
    expect(flags([most, few, choosers("7", 2, 4)], "made-up")).toEqual([]);
  });
});

describe("a distractor is bad", () => {
  test("when nobody chose it, though many answers are wrong", () => {
    expect(
      flags([choosers("a", 20, 6), choosers("b", 9, 4), choosers("c", 0, 0), choosers("d", 1, 4)]),
    ).toEqual([
      'bad-distractor c: Nobody chose "c", while wrong answers were chosen 10 times. It looks wrong to everybody, so it tests nothing.',
    ]);
  });

  test("when each of its kind would have been chosen three times, and not below", () => {
    const wrong = (count: number) => [choosers("b", count, 4), choosers("c", 0, 0), choosers("d", 1, 4)];
    expect(flags([choosers("a", 20, 6), ...wrong(8)])).toHaveLength(1);
    expect(flags([choosers("a", 20, 6), ...wrong(7)])).toEqual([]);
  });

  test("when nearly nobody chose it", () => {
    expect(flags([choosers("a", 20, 6), choosers("b", 20, 4), choosers("c", 1, 4)])).toEqual([
      'bad-distractor c: Only 1 student chose "c", while wrong answers were chosen 21 times. It looks wrong to everybody, so it tests nothing.',
    ]);
  });

  test("not when nearly everybody is right", () => {
    expect(
      flags([choosers("a", 55, 6), choosers("b", 3, 4), choosers("c", 2, 4), choosers("d", 0, 0)]),
    ).toEqual([]);
  });

  test("when better students chose it, though those of the key are better still", () => {
    expect(flags([choosers("a", 15, 7), choosers("b", 15, 6), choosers("c", 30, 3)])).toEqual([
      'bad-distractor b: The 15 students who chose "b" did better in the rest of the test than the others. The question may be read in two ways.',
    ]);
  });
});

describe("the questions at which a trainer should look", () => {
  const made = () => analysed(madeUpClass(1, 60, "both"));

  test("are those with a suspect key first, each with its place", () => {
    const { questions, ...figures } = made();
    const found = flaggedIn({ ...figures, questions: questions.toReversed() });
    expect(found.map(({ kind, questionId, place }) => [kind, questionId, place])).toEqual([
      ["suspect-key", "q4", 9],
      ["bad-distractor", "q8", 5],
    ]);
    expect(found.map(({ question }) => question)).toEqual(["Text of q4?", "Text of q8?"]);
  });

  test("may be of one kind only, or none", () => {
    const { questions, ...figures } = made();
    const of = (...ids: string[]) =>
      flaggedIn({ ...figures, questions: questions.filter(({ questionId }) => ids.includes(questionId)) });
    expect(of("q8").map(({ kind }) => kind)).toEqual(["bad-distractor"]);
    expect(of("q4").map(({ kind }) => kind)).toEqual(["suspect-key"]);
    expect(of("q1")).toEqual([]);
  });

  test("are 50 at most, of whose text 100 characters are kept", () => {
    const { questions, ...figures } = made();
    const many = questions
      .filter(({ questionId }) => questionId === "q8")
      .flatMap((one) => Array.from({ length: 51 }, () => ({ ...one, question: "x".repeat(101) })));
    const found = flaggedIn({ ...figures, questions: many });
    expect(found).toHaveLength(50);
    expect(found[0]?.question).toBe(`${"x".repeat(99)}…`);
  });

  test("are of some tests, each named once", () => {
    expect(pathsOf([testRef("t2"), testRef("t1"), testRef("t2")])).toEqual(["linux/t2", "linux/t1"]);
  });
});

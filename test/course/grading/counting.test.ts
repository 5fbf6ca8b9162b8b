import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import * as z from "zod";
import { attemptOfKey, countingAttempts } from "../../../course/attempts.ts";
import { type AttemptRule, attemptRuleSchema } from "../../../course/grading/attempt-rule.ts";
import { countAttempts } from "../../../course/grading/counting.ts";
import { gradeSchema } from "../../../course/grading/grade.ts";
import { scoreText } from "../../../course/grading/score.ts";
import { earlierVersionsSchema } from "../../../course/storage/earlier-version.ts";
import { keys } from "../../../course/storage/storage-keys.ts";
import { type Submission, submissionSchema } from "../../../course/submission.ts";
import { answerKeySchema, questionsSchema } from "../../../course/test.ts";
import { due, studentId } from "../../tasks/support/course.ts";

/** q1 to q3, of which each takes `a`. */
const answerKey = answerKeySchema.parse(
  ["q1", "q2", "q3"].map((questionId) => ({ questionId, answer: "a" })),
);

/** The n-th attempt, from 1, which has this many right. */
const attempt = (right: number, n: number, version?: string): Submission =>
  submissionSchema.parse({
    submissionId: String(n).repeat(32).slice(0, 32),
    studentId: "ann",
    subject: "linux",
    testId: "t1",
    receivedAt: `2026-11-23T1${n}:00:00.000Z`,
    answers: ["q1", "q2", "q3"].slice(0, right).map((questionId) => ({ questionId, answer: "a" })),
    ...(version && { version }),
  });

const graded = (rule: AttemptRule | undefined, ...right: number[]) =>
  countAttempts(
    rule,
    right.map((count, index) => attempt(count, index + 1)),
    { answerKey, earlier: [] },
  );

interface Case {
  readonly rule: AttemptRule;
  /** How many answers of each attempt are right, of 3. */
  readonly right: number[];
  /** Out of 6. */
  readonly score: string;
  /** The attempt whose answers are shown. */
  readonly shown: number;
}

const cases: Case[] = [
  { rule: "best", right: [0], score: "0", shown: 1 },
  { rule: "best", right: [0, 0, 0], score: "0", shown: 1 },
  { rule: "best", right: [1, 3, 2], score: "6", shown: 2 },
  { rule: "best", right: [2, 1, 2], score: "4", shown: 1 },
  { rule: "best", right: [1, 2, 2], score: "4", shown: 2 },
  { rule: "first", right: [1, 3], score: "2", shown: 1 },
  { rule: "average", right: [2], score: "4", shown: 1 },
  { rule: "average", right: [0, 0], score: "0", shown: 2 },
  { rule: "average", right: [1, 2, 2], score: "3.33", shown: 3 },
  { rule: "average", right: [3, 0], score: "3", shown: 2 },
  { rule: "average", right: [3, 3, 3, 3, 3, 3, 2], score: "5.71", shown: 7 },
];

describe("several attempts", () => {
  test.each(cases)(
    "by $rule with $right right of 3 give $score out of 6",
    ({ rule, right, score, shown }) => {
      const counted = graded(rule, ...right);
      expect(scoreText({ ...counted, scale: 6 })).toBe(score);
      expect(counted.submissionId).toBe(attempt(0, shown).submissionId);
      expect(counted.counts).toBe(rule);
    },
  );

  test("are averaged exactly", () => {
    expect(graded("average", 1, 2, 2).points).toEqual({ earned: "5/3", of: "3" });
  });

  test("are told each with its points, the earliest first", () => {
    expect(graded("best", 1, 3).attempts).toEqual([
      { submissionId: "1".repeat(32), receivedAt: "2026-11-23T11:00:00.000Z", earned: "1", of: "3" },
      { submissionId: "2".repeat(32), receivedAt: "2026-11-23T12:00:00.000Z", earned: "3", of: "3" },
    ]);
  });

  test("leave a grade by the latest as it always was", () => {
    expect(Object.keys(graded(undefined, 2)).toSorted()).toEqual(
      ["answers", "questions", "receivedAt", "right", "submissionId"].toSorted(),
    );
    expect(graded("latest", 2)).toEqual(graded(undefined, 2));
  });

  test("are at least one, by a rule that is known", () => {
    expect(() => graded("average")).toThrow("There is no attempt to count.");
    const rules = ["latest", "best", "first", "average"];
    expect(rules.map((rule) => attemptRuleSchema.parse(rule))).toEqual(rules);
    expect(["", "worst"].map((rule) => attemptRuleSchema.safeParse(rule).success)).toEqual([false, false]);
  });

  test("compare shares of the points where they answer different versions of the test", () => {
    const version = "e".repeat(32);
    const earlier = earlierVersionsSchema.parse([
      {
        ...{ version, until: attempt(0, 2).receivedAt, answerKey: answerKey.slice(0, 1) },
        questions: answerKey.slice(0, 1).map(({ questionId }) => ({
          ...{ questionId, question: "?" },
          answers: [
            { answerId: "a", answerBody: "A" },
            { answerId: "b", answerBody: "B" },
          ],
        })),
      },
    ]);
    const attempts = [attempt(1, 1, version), attempt(2, 3)];
    const counted = countAttempts("best", attempts, { answerKey, earlier });
    expect(counted).toMatchObject({ submissionId: attempts[0]?.submissionId, right: 1, questions: 1 });
    const average = countAttempts("average", attempts, { answerKey, earlier });
    expect(average.points).toEqual({ earned: "5/2", of: "3" });
  });
});

describe("the attempts that are read", () => {
  const ann = studentId("ann");
  const listed = [attempt(0, 3), attempt(0, 1), attempt(0, 2)].flatMap(
    (s) => attemptOfKey(ann, keys.submission(ann, s, s.receivedAt, s.submissionId)) ?? [],
  );
  const read = (counts?: AttemptRule, deadline = "2026-11-23T13:00:00.001Z") =>
    countingAttempts(listed, {
      ...due("t1", attempt(0, 1).receivedAt),
      ...(counts && { counts }),
      deadline: attemptAt(deadline),
    }).map(({ submissionId }) => Number(submissionId[0]));
  const attemptAt = (at: string) => submissionSchema.shape.receivedAt.parse(at);

  test.each<[AttemptRule | undefined, number[]]>([
    [undefined, [3]],
    ["latest", [3]],
    ["first", [1]],
    ["best", [1, 2, 3]],
    ["average", [1, 2, 3]],
  ])("by the rule %s are %j", (rule, expected) => {
    expect(read(rule)).toEqual(expected);
  });

  test("came before the deadline", () => {
    expect(read("best", "2026-11-23T13:00:00.000Z")).toEqual([1, 2]);
    expect(read("first", "2026-11-23T11:00:00.000Z")).toEqual([]);
  });
});

type Voids = Readonly<Record<string, "dropped" | "given">>;

const keyWith = (voids: Voids, points: Readonly<Record<string, number>> = {}) =>
  answerKeySchema.parse(
    ["q1", "q2", "q3"].map((questionId) => ({
      ...{ questionId, answer: "a" },
      ...(voids[questionId] && { void: voids[questionId] }),
      ...(points[questionId] && { points: points[questionId] }),
    })),
  );

interface VoidCase {
  readonly voids: Voids;
  readonly points?: Readonly<Record<string, number>>;
  /** The first so many are right. */
  readonly right: number;
  /** Out of 6; null: nothing counts. */
  readonly score: string | null;
}

const all = (value: "dropped" | "given"): Voids => ({ q1: value, q2: value, q3: value });

const voidCases: VoidCase[] = [
  { voids: all("dropped"), right: 3, score: null },
  { voids: all("dropped"), points: { q1: 2 }, right: 3, score: null },
  { voids: all("given"), right: 0, score: "6" },
  { voids: { ...all("dropped"), q3: "given" }, right: 0, score: "6" },
  { voids: { q1: "dropped" }, right: 0, score: "0" },
  { voids: { q1: "dropped" }, right: 1, score: "0" },
  { voids: { q1: "dropped" }, right: 2, score: "3" },
  { voids: { q3: "dropped" }, right: 2, score: "6" },
  { voids: { q3: "given" }, right: 0, score: "2" },
  { voids: { q3: "given" }, right: 3, score: "6" },
  { voids: { q3: "dropped" }, points: { q3: 4 }, right: 1, score: "3" },
  { voids: { q3: "given" }, points: { q3: 4 }, right: 1, score: "5" },
  { voids: { q1: "dropped", q2: "given" }, points: { q2: 0.5 }, right: 0, score: "2" },
];

describe("a void question", () => {
  test.each(voidCases)("$voids with the points $points and $right right gives $score", (each) => {
    const { voids, points, right, score } = each;
    const counted = countAttempts(undefined, [attempt(right, 1)], {
      answerKey: keyWith(voids, points),
      earlier: [],
    });
    expect(scoreText({ ...counted, scale: 6 })).toBe(score);
  });

  test("stays in the grade with its answer, and in no sum", () => {
    const counted = countAttempts(undefined, [attempt(3, 1)], {
      answerKey: keyWith({ q1: "dropped" }, { q1: 2 }),
      earlier: [],
    });
    expect(counted).toMatchObject({ right: 2, questions: 2, points: { earned: "2", of: "2" } });
    expect(counted.answers[0]).toEqual({
      ...{ questionId: "q1", given: "a", isRight: true, right: "a", void: "dropped" },
    });
  });

  test("with nothing else to count leaves attempts to be compared by the others", () => {
    const keys = { answerKey: keyWith(all("dropped")), earlier: [] };
    for (const rule of ["best", "average"] as const) {
      const attempts = [attempt(1, 1), attempt(3, 2), attempt(2, 3)];
      const counted = countAttempts(rule, attempts, keys);
      expect(counted).toMatchObject({ nothingCounts: true, right: 0, questions: 3 });
      expect(counted.attempts?.map(({ of }) => of)).toEqual([undefined, undefined, undefined]);
      const shown = attempts.at(rule === "best" ? 0 : -1);
      expect(counted.submissionId).toBe(shown?.submissionId);
    }
  });

  // Of q1, which was all that the first and the last attempt were asked, nothing counts; the second has one of two.
  test.each(["best", "average"] as const)("leaves attempts at it alone out of the %s", (rule) => {
    const version = "e".repeat(32);
    const [first] = answerKey;
    if (!first) throw new Error("The key is empty.");
    const earlier = [{ version, until: attempt(0, 2).receivedAt, answerKey: [first], questions: [] }];
    const attempts = [attempt(1, 1, version), attempt(2, 2), attempt(1, 3, version)];
    const counted = countAttempts(rule, attempts, { answerKey: keyWith({ q1: "dropped" }), earlier });
    expect(counted).toMatchObject({ submissionId: attempts[1]?.submissionId, right: 1, questions: 2 });
    expect(counted).not.toHaveProperty("points");
    expect(counted.attempts?.map(({ earned }) => earned)).toEqual([undefined, "1", undefined]);
  });
});

/** A test of every type as it was stored before there were rules for attempts and void questions. */
const storedSchema = z.object({
  answerKey: answerKeySchema,
  questions: questionsSchema,
  submission: submissionSchema,
  grade: gradeSchema,
  single: z.object({ answerKey: answerKeySchema, grade: gradeSchema }),
});

describe("what was stored before attempts had rules", () => {
  const text = readFileSync(new URL("stored-before-attempt-rules.json", import.meta.url), "utf8");
  const stored = storedSchema.parse(JSON.parse(text));

  test.each([
    ["of every type", stored, "6.15"],
    ["of single choices only", { ...stored, ...stored.single }, "10"],
  ])("is graded as it was, %s", (_, { answerKey: key, submission, grade }, score) => {
    const { right, questions, points, answers, receivedAt, submissionId } = grade;
    expect(countAttempts(undefined, [submission], { answerKey: key, earlier: [] })).toEqual({
      ...{ right, questions, answers, receivedAt, submissionId },
      ...(points && { points }),
    });
    expect(scoreText(grade)).toBe(score);
  });

  test("loses nothing when it is read and written", () => {
    expect(gradeSchema.parse(JSON.parse(text).grade)).toEqual(JSON.parse(text).grade);
    expect(submissionSchema.parse(JSON.parse(text).submission)).toEqual(JSON.parse(text).submission);
    expect(answerKeySchema.parse(JSON.parse(text).answerKey)).toEqual(JSON.parse(text).answerKey);
  });
});

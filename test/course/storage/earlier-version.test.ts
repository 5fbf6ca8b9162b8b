import { describe, expect, test } from "@jest/globals";
import { markSubmission } from "../../../course/grading/marking.ts";
import type { Instant } from "../../../course/ids.ts";
import type { Answer } from "../../../course/questions/answer.ts";
import {
  type Content,
  type EarlierVersion,
  earlierVersions,
  earlierVersionsSchema,
  versionAnswered,
} from "../../../course/storage/earlier-version.ts";
import { givenAnswerSchema } from "../../../course/submission.ts";
import { answerKeySchema, questionsSchema } from "../../../course/test.ts";
import { instant } from "../../tasks/support/course.ts";

/** Questions by id with their right answers; each offers a and b. A text may follow: `a of what`. */
const content = (key: Readonly<Record<string, string>>): Content => ({
  questions: questionsSchema.parse(
    Object.entries(key).map(([questionId, right]) => ({
      questionId,
      question: `${questionId}${right.slice(1)}?`,
      answers: ["a", "b"].map((answerId) => ({ answerId, answerBody: answerId })),
    })),
  ),
  answerKey: answerKeySchema.parse(
    Object.entries(key).map(([questionId, right]) => ({ questionId, answer: right.slice(0, 1) })),
  ),
});

const given = (answers: Readonly<Record<string, string>>) =>
  Object.entries(answers).map(([questionId, answer]) => givenAnswerSchema.parse({ questionId, answer }));

const tuesday = instant("2026-11-17T12:00:00.000Z");
const wednesday = instant("2026-11-18T12:00:00.000Z");
const friday = instant("2026-11-20T12:00:00.000Z");
const version = (digit: string): string => digit.repeat(32);
const first = { ...content({ q1: "a", q2: "a", q3: "a" }), version: version("1") };

/** Score of answers to the first version, once another content is published. */
const score = (now: Content, answers: Readonly<Record<string, string>>): string => {
  const earlier = earlierVersions([], first, now, tuesday);
  const { right, questions } = markSubmission(now.answerKey, earlier[0] ?? null, given(answers));
  return `${right}/${questions}`;
};

describe("Who answered questions that were replaced since", () => {
  const allRight = { q1: "a", q2: "a", q3: "a" };
  const twoRight = { q1: "a", q2: "a", q3: "b" };

  test("loses nothing by one that is new", () => {
    expect(score(content({ q1: "a", q2: "a", q3: "a", q4: "b" }), allRight)).toBe("3/3");
  });

  test("keeps one that is gone where that is better", () => {
    expect(score(content({ q1: "a", q2: "a" }), twoRight)).toBe("2/2");
    expect(score(content({ q1: "a", q3: "a" }), twoRight)).toBe("2/3");
    expect(score(content({ q4: "a" }), twoRight)).toBe("2/3");
  });

  test("has one that changed right when it was right then, or is now", () => {
    expect(score(content({ q1: "b, another", q2: "a", q3: "a" }), allRight)).toBe("3/3");
    expect(score(content({ q1: "a", q2: "a", q3: "b, another" }), twoRight)).toBe("3/3");
  });

  test("is graded by a mended key, for better or worse, where the question stands", () => {
    expect(score(content({ q1: "b", q2: "a", q3: "b", q4: "a" }), twoRight)).toBe("2/3");
    expect(score(content({ q1: "a", q2: "a", q3: "b", q4: "a" }), allRight)).toBe("2/3");
  });

  test("has no more than all, and no score for what was left out", () => {
    expect(score(content({ q1: "b, another", q2: "a" }), {})).toBe("0/2");
  });
});

describe("A question of each type that is changed late", () => {
  const choices = ["a", "b", "c"].map((answerId) => ({ answerId, answerBody: answerId }));
  const items = ["1", "2"].map((itemId) => ({ itemId, itemBody: itemId }));
  const blank = (accept: string) => ({ blanks: { 1: { type: "text", accept: [accept] } } });
  /** The fields of the question, what was right, what is right now, and what each of the two is as an answer. */
  const types: Readonly<Record<string, readonly [object, object, object, Answer, Answer]>> = {
    multiple: [
      { answers: choices },
      { right: ["a"], options: ["a", "b", "c"] },
      { right: ["a", "b"], options: ["a", "b", "c"] },
      ...([["a"], ["a", "b"]] as const),
    ],
    number: [{ answers: [] }, { value: "1" }, { value: "2" }, "1", "2"],
    text: [{ answers: [] }, { accept: ["ls"] }, { accept: ["dir"] }, "ls", "dir"],
    match: [
      { answers: choices, items },
      { right: { 1: "a", 2: "b" } },
      { right: { 1: "b", 2: "a" } },
      ...([
        { 1: "a", 2: "b" },
        { 1: "b", 2: "a" },
      ] as const),
    ],
    order: [
      { answers: choices },
      { right: ["a", "b", "c"] },
      { right: ["c", "b", "a"] },
      ...([
        ["a", "b", "c"],
        ["c", "b", "a"],
      ] as const),
    ],
    blanks: [
      { answers: [], blanks: [{ blankId: "1", type: "text" }] },
      ...([blank("init"), blank("systemd")] as const),
      ...([{ 1: "init" }, { 1: "systemd" }] as const),
    ],
  };
  const contentOf = (type: string, question: object, key: object, text: string): Content => ({
    questions: questionsSchema.parse([{ questionId: "q1", type, question: `[[1]] ${text}?`, ...question }]),
    answerKey: answerKeySchema.parse([{ questionId: "q1", type, ...key }]),
  });
  const rightBy = (before: Content, now: Content, answer: Answer): number => {
    const earlier = earlierVersions([], { ...before, version: version("1") }, now, tuesday);
    const answers = [givenAnswerSchema.parse({ questionId: "q1", answer })];
    return markSubmission(now.answerKey, earlier[0] ?? null, answers).right;
  };

  test.each(Object.entries(types))("%s: is right by what it was or by what it is", (type, of) => {
    const [question, then, now, rightThen, rightNow] = of;
    const before = contentOf(type, question, then, "Before");
    const after = contentOf(type, question, now, "After");
    expect([rightThen, rightNow].map((answer) => rightBy(before, after, answer))).toEqual([1, 1]);
    // The key alone was mended.
    const mended = contentOf(type, question, now, "Before");
    expect([rightThen, rightNow].map((answer) => rightBy(before, mended, answer))).toEqual([0, 1]);
  });

  test.each(Object.entries(types))("%s: is graded as it was when its type is another one now", (type, of) => {
    const [question, then, , rightThen, rightNow] = of;
    const before = contentOf(type, question, then, "Before");
    const now = content({ q1: "a" });
    expect([rightThen, rightNow].map((answer) => rightBy(before, now, answer))).toEqual([1, 0]);
  });
});

describe("Which questions a submission answers", () => {
  const earlier = (digit: string, until: Instant): EarlierVersion[] =>
    earlierVersions([], { ...first, version: version(digit) }, content({ q9: "a" }), until);
  const all = [...earlier("1", tuesday), ...earlier("2", wednesday)];
  const answered = (receivedAt: string, noted?: string) => {
    const submission = { receivedAt: instant(receivedAt), ...(noted && { version: version(noted) }) };
    const [inOrder, mixed] = [all, all.toReversed()].map(
      (each) => versionAnswered(submission, each)?.version,
    );
    expect(mixed).toBe(inOrder);
    return inOrder;
  };

  test("is what it notes, whenever it came", () => {
    expect(answered("2026-11-20T12:00:00.000Z", "1")).toBe(version("1"));
    expect(answered("2026-11-01T12:00:00.000Z", "3")).toBeUndefined();
  });

  test("is decided by the time when it notes nothing", () => {
    expect(answered("2026-11-17T11:59:59.999Z")).toBe(version("1"));
    expect(answered("2026-11-17T12:00:00.000Z")).toBe(version("2"));
    expect(answered("2026-11-18T12:00:00.000Z")).toBeUndefined();
  });
});

test("a publishing that is repeated after it was cut short writes a version down once", () => {
  const now = content({ q1: "a" });
  const once = earlierVersions([], first, now, tuesday);
  expect(earlierVersions(once, first, now, friday)).toEqual([{ ...once[0], until: friday }]);
  expect(earlierVersions(once, null, now, friday)).toEqual(once);
});

test("each version that was replaced is kept, with its questions and the keys of those that are gone", () => {
  const second = { ...content({ q1: "b" }), version: version("2") };
  const third = content({ q1: "b", q4: "a" });
  const once = earlierVersions([], first, second, tuesday);
  const both = earlierVersions(once, second, third, wednesday);
  expect(both).toEqual([
    { ...first, until: tuesday, answerKey: [...second.answerKey, ...first.answerKey.slice(1)] },
    { ...second, until: wednesday },
  ]);
  expect(earlierVersionsSchema.parse(both)).toEqual(both);
  expect(earlierVersionsSchema.safeParse([{ version: version("1") }]).success).toBe(false);
});

import { describe, expect, test } from "@jest/globals";
import { attemptOfKey, canonicalSubmission, countingAttempt, latestAttempt } from "../../course/attempts.ts";
import { instantSchema, submissionIdSchema } from "../../course/ids.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { givenAnswerSchema } from "../../course/submission.ts";
import { due, studentId, testRef } from "../tasks/support/course.ts";

const ann = studentId("ann");
const id = (digit: string) => submissionIdSchema.parse(digit.repeat(32));

const attempt = (receivedAt: string, digit = "a", testId = "t1") => {
  const at = instantSchema.parse(receivedAt);
  const read = attemptOfKey(ann, keys.submission(ann, testRef(testId), at, id(digit)));
  if (read === null) throw new Error("not read");
  return read;
};

describe("a submission's key", () => {
  test("tells test, time and id", () => {
    expect(attempt("2026-11-23T21:59:59.999Z")).toEqual({
      key: `students/ann/submissions/linux/t1/2026-11-23T21:59:59.999Z-${"a".repeat(32)}.json`,
      ...testRef(),
      receivedAt: "2026-11-23T21:59:59.999Z",
      submissionId: "a".repeat(32),
    });
  });

  test.each([
    "students/ann/submissions/linux/t1/notes.txt",
    "students/ann/submissions/linux/2026-11-23T21:59:59.999Z-0123456789abcdef0123456789abcdef.json",
    `students/ann/submissions/linux/t1/2026-11-23T21:59:59Z-${"a".repeat(32)}.json`,
    `students/ann/submissions/linux/t1/2026-11-23T21:59:59.999Z-${"g".repeat(32)}.json`,
    `students/bob/submissions/linux/t1/2026-11-23T21:59:59.999Z-${"a".repeat(32)}.json`,
    `students/ann/submissions/more/linux/t1/2026-11-23T21:59:59.999Z-${"a".repeat(32)}.json`,
    `students/ann/submissions/linux/t1/2026-11-23T21:59:59.999Z-${"a".repeat(32)}.json.old`,
    `students/ann/submissions/linux/t1/2026-11-23 21:59:59.999Z-${"a".repeat(32)}.json`,
    `students/ann/submissions/mail/t1/2026-11-23T21:59:59.999Z-${"a".repeat(32)}.json`,
    `students/ann/submissions/linux/a..b/2026-11-23T21:59:59.999Z-${"a".repeat(32)}.json`,
  ])("is not %s", (key) => {
    expect(attemptOfKey(ann, key)).toBeNull();
  });
});

describe("the attempt that counts", () => {
  test("is the latest before the deadline", () => {
    const attempts = [
      attempt("2026-11-23T20:00:00.000Z", "a"),
      attempt("2026-11-23T21:59:59.999Z", "b"),
      attempt("2026-11-23T22:00:00.000Z", "c"),
      attempt("2026-11-23T21:00:00.000Z", "d"),
    ];
    expect(countingAttempt(attempts, due())?.submissionId).toBe(id("b"));
  });

  test("is one of the same test", () => {
    expect(countingAttempt([attempt("2026-11-23T20:00:00.000Z", "a", "t2")], due())).toBeNull();
  });

  test("is always the same of two received in one millisecond", () => {
    const twins = [attempt("2026-11-23T20:00:00.000Z", "b"), attempt("2026-11-23T20:00:00.000Z", "a")];
    expect(latestAttempt(twins)?.submissionId).toBe(id("b"));
    expect(latestAttempt(twins.toReversed())?.submissionId).toBe(id("b"));
  });
});

describe("a submission's canonical text", () => {
  const text = (...answers: [string, string][]) =>
    canonicalSubmission({
      studentId: ann,
      ...testRef(),
      answers: answers.map(([questionId, answer]) => givenAnswerSchema.parse({ questionId, answer })),
    });

  test("does not depend on the order of the answers", () => {
    expect(text(["q2", "b"], ["q1", "a"])).toBe(text(["q1", "a"], ["q2", "b"]));
  });

  test("names student, test and answers, and no time", () => {
    expect(text(["q1", "a"])).toBe('["ann","linux","t1",[["q1","a"]]]');
  });
});

import { describe, expect, test } from "@jest/globals";
import type { ZodType } from "zod";
import { attemptOfKey, canonicalSubmission, countingAttempt, latestAttempt } from "../../course/attempts.ts";
import { instantSchema, submissionIdSchema } from "../../course/ids.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { groupSchema, profileSchema } from "../../course/student.ts";
import { givenAnswerSchema, receiptSchema, submissionSchema } from "../../course/submission.ts";
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

/** A hash with a sign more before or after it, and one of too few. */
const othersThan = (hash: string): readonly string[] => [`0${hash}`, `${hash}0`, hash.slice(1)];

describe("What is stored of a submission", () => {
  const sent = { receivedAt: "2026-11-23T20:00:00.000Z", submissionId: "a".repeat(32) };
  const [version, sha256] = ["0f".repeat(16), "0f".repeat(32)];
  const takes = (schema: ZodType, field: string, good: object, values: readonly unknown[]) =>
    values.map((value) => schema.safeParse({ ...good, [field]: value }).success);

  test("are its answers, and the questions and the paper that they answer", () => {
    const paper = { questions: [{ questionId: "q2", answers: ["b", "a"] }, { questionId: "q1" }] };
    const answers = [
      { questionId: "q1", answer: "a" },
      { questionId: "q2", answer: ["a"] },
      { questionId: "q3", answer: { 1: "a" } },
    ];
    const submission = { ...sent, studentId: "ann", ...testRef(), answers };
    for (const stored of [submission, { ...submission, version, paper }])
      expect(submissionSchema.parse(stored)).toEqual(stored);
    expect(takes(submissionSchema, "version", submission, othersThan(version))).toEqual([
      false,
      false,
      false,
    ]);
    expect(takes(submissionSchema, "answers", submission, [undefined, [{ questionId: "q1" }]])).toEqual([
      false,
      false,
    ]);
  });

  test("is told by its receipt, with the hash of what was stored", () => {
    const receipt = { ...sent, deadline: "2026-11-23T22:00:00.000Z", sha256 };
    expect(receiptSchema.parse(receipt)).toEqual(receipt);
    expect(takes(receiptSchema, "sha256", receipt, othersThan(sha256))).toEqual([false, false, false]);
  });
});

describe("What is stored of a student", () => {
  const student = { studentId: "ann", email: "ann@example.com", name: "Ann", extensions: [] };
  const madeAt = "2026-11-16T22:00:00.000Z";
  const sha256 = "0f".repeat(32);

  test("are the fields of the list, the key's hash, and whether still on the list", () => {
    const more = {
      extensions: [{ ...testRef(), deadline: "2026-11-30T22:00:00.000Z" }],
      ...{ since: madeAt, groups: ["evening"] },
    };
    const profiles = [
      { ...student, onList: true, apiKey: null },
      { ...student, ...more, onList: false, apiKey: { sha256, madeAt } },
    ];
    for (const profile of profiles) expect(profileSchema.parse(profile)).toEqual(profile);
    const bad = [...othersThan(sha256).map((hash) => ({ apiKey: { sha256: hash, madeAt } })), { name: "" }];
    expect(bad.filter((each) => profileSchema.safeParse({ ...profiles[1], ...each }).success)).toEqual([]);
  });

  test("a group is called by letters, digits, dots, dashes and underscores, forty at most", () => {
    const good = ["evening", "extra-time", "2.b", "Ü_ö-9", "x".repeat(40)];
    const bad = ["", "-a", ".a", "_a", "a b", " a", "a,b", "a/b", "a\n", "x".repeat(41)];
    expect([...good, ...bad].filter((label) => groupSchema.safeParse(label).success)).toEqual(good);
  });
});

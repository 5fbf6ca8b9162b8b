import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Submission } from "../../course/submission.ts";
import { aTest, instant, profile, testRef } from "../tasks/support/course.ts";
import { keyOf, submission } from "../tasks/support/submissions.ts";
import { type CourseCloud, startCourseCloud } from "./support/course-cloud.ts";

let cloud: CourseCloud;
let folder: string;

/** The student's own: later than the test's. */
const deadline = "2026-11-25T22:00:00.000Z";
const first = submission("ann", { q1: "a", q2: "b" });
const later = submission("ann", { q1: "c" }, "2026-11-21T12:00:00.000Z");
const again = submission("ann", { q1: "a", q2: "b" }, "2026-11-22T12:00:00.000Z");
const sha256 = (stored: Submission) => createHash("sha256").update(JSON.stringify(stored)).digest("hex");
const receiptOf = (stored: Submission) => ({
  submissionId: stored.submissionId,
  receivedAt: stored.receivedAt,
  deadline,
  sha256: sha256(stored),
});
/** As `bin/test-time.sh` keeps it: the request with the receipt beside it. */
const keptByClient = (stored: Submission, changes: object = {}) => ({
  subjectName: stored.subject,
  testId: stored.testId,
  studentId: stored.studentId,
  testResult: stored.answers.toReversed(),
  receipt: receiptOf(stored),
  ...changes,
});

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "receipts-"));
  cloud = await startCourseCloud();
  for (const stored of [first, later, again]) await cloud.bucket.put(keyOf(stored), JSON.stringify(stored));
  await cloud.bucket.put("course/tests.json", JSON.stringify([aTest("t1")]));
  const extensions = [{ ...testRef("t1"), deadline: instant(deadline) }];
  await cloud.bucket.put("students/ann/profile.json", JSON.stringify({ ...profile("ann"), extensions }));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await cloud.stop();
});

const verify = (value: unknown, ...options: string[]) => {
  const file = join(folder, "receipt.json");
  writeFileSync(file, typeof value === "string" ? value : JSON.stringify(value));
  return cloud.trainer("verify-receipt", file, ...options);
};

describe("A receipt is true", () => {
  test("as the student's client keeps it", async () => {
    expect(await verify(keptByClient(first))).toEqual({
      code: 0,
      err: "",
      out: [
        "The receipt is true.",
        "student     ann",
        "test        linux/t1",
        "received    2026-11-20T12:00:00.000Z",
        `deadline    ${deadline}`,
        `submission  ${first.submissionId}`,
        `sha256      ${sha256(first)}`,
        `object      s3://course/${keyOf(first)}`,
      ].join("\n"),
    });
  });

  test.each([
    ["the API's whole answer", { code: 200, body: "Received.", receipt: receiptOf(later) }],
    ["the receipt alone", receiptOf(later)],
    ["a file with a byte order mark", `\uFEFF${JSON.stringify(receiptOf(later))}`],
  ])("as %s, when the student is named", async (_, value) => {
    expect((await verify(value, "--student", "ann")).out).toContain("The receipt is true.");
    expect(await verify(value)).toMatchObject({
      code: 2,
      err: "The receipt does not say all that is needed; add --student.",
    });
  });

  test("from the standard input, and by options alone", async () => {
    const input = JSON.stringify(keptByClient(first));
    expect((await cloud.trainerWith({ input }, "verify-receipt", "-")).code).toBe(0);
    const options = ["--student", "ann", "--submission", later.submissionId, "--sha256", sha256(later)];
    const { code, out } = await cloud.trainer("verify-receipt", ...options, "--json");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ isTrue: true, deadline, stored: { key: keyOf(later) } });
  });

  test("of each of two attempts with the same answers", async () => {
    expect(first.submissionId).toBe(again.submissionId);
    for (const stored of [first, again]) {
      const { out } = await verify(keptByClient(stored));
      expect(out).toContain(keyOf(stored));
    }
  });

  test("and a deadline that was moved since is named", async () => {
    const receipt = { ...receiptOf(first), deadline: "2026-11-30T22:00:00.000Z" };
    const { code, out } = await verify(keptByClient(first, { receipt }));
    expect(code).toBe(0);
    expect(out).toContain(`deadline    ${deadline} (the receipt says 2026-11-30T22:00:00.000Z; the hash`);
  });
});

describe("A receipt is not true", () => {
  const forged = (changes: object) => keptByClient(first, { receipt: { ...receiptOf(first), ...changes } });
  const otherHash = "0".repeat(64);

  test.each([
    ["the hash", forged({ sha256: otherHash }), `SHA-256 is ${sha256(first)}, not ${otherHash}.`],
    ["the instant", forged({ receivedAt: "2026-11-19T12:00:00.000Z" }), "not at 2026-11-19T12:00:00.000Z."],
    ["the test", keptByClient(first, { testId: "t2" }), "It was sent in for linux/t1."],
    [
      "an answer",
      keptByClient(first, { testResult: [{ questionId: "q1", answer: "a" }] }),
      "The answers beside the receipt are not those that were sent in.",
    ],
  ])("when %s was changed, and what is stored is shown", async (_, value, problem) => {
    const { code, out, err } = await verify(value);
    expect(code).toBe(1);
    expect(err).toContain(`The receipt is NOT true.`);
    expect(err).toContain(problem);
    expect(out).toContain(
      `linux/t1  received ${first.receivedAt}  submission ${first.submissionId}  sha256 ${sha256(first)}`,
    );
  });

  test("when the stored object was changed", async () => {
    const stored = submission("cid", { q1: "a" });
    await cloud.bucket.put(keyOf(stored), JSON.stringify({ ...stored, answers: [] }));
    expect((await verify(keptByClient(stored))).err).toContain(`not ${sha256(stored)}.`);
  });

  test("when nothing is stored under its id; the student's attempts are shown", async () => {
    const { code, out, err } = await verify(keptByClient(submission("ann", { q1: "b" })));
    expect(code).toBe(1);
    expect(err).toContain("Nothing is stored about ann under the submission id");
    expect(out.split("\n")).toHaveLength(4);
    expect((await verify(keptByClient(submission("zoe", { q1: "b" })))).out).toBe(
      "Nothing is stored about zoe for t1.",
    );
  });
});

test.each([
  ["no JSON", 1, "is not JSON."],
  [{ code: 200, body: "x" }, 1, "holds no receipt: receipt."],
  [{ ...receiptOf(first), sha256: "abc" }, 1, "holds no receipt: receipt.sha256"],
])("%j is said to be no receipt", async (value, code, sentence) => {
  const outcome = await verify(value, "--student", "ann");
  expect(outcome).toMatchObject({ code, out: "" });
  expect(outcome.err).toContain(sentence);
});

test("a file that is not there, and options that can't be, are said so", async () => {
  expect(await cloud.trainer("verify-receipt", "no/such/file")).toMatchObject({
    code: 1,
    err: expect.stringContaining("no/such/file can't be read: "),
  });
  const { code, err } = await cloud.trainer("verify-receipt", "--student", "../x");
  expect(code).toBe(2);
  expect(err).toContain("student may hold letters, digits");
  expect((await cloud.trainer("verify-receipt")).err).toContain("add --student, --submission, --sha256.");
});

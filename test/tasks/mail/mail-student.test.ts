import { describe, expect, test } from "@jest/globals";
import type { MailStudentInput, TestOutcome } from "../../../course/run.ts";
import { keys } from "../../../course/storage-keys.ts";
import { mailStudent } from "../../../tasks/mail/mail-student.ts";
import { course, mondayRun, runId, student, studentId, testRef } from "../support/course.ts";
import { FakeMailer } from "../support/fake-mailer.ts";
import { MemoryStore } from "../support/memory-store.ts";
import { failed, graded, missing } from "../support/outcomes.ts";

const { studentId: ann, name, email } = student("ann");
const input = (...tests: TestOutcome[]): MailStudentInput => ({
  runId: mondayRun,
  course,
  student: { studentId: ann, name, email },
  tests,
});

const setup = () => {
  const turns: string[] = [];
  const mailer = new FakeMailer();
  const pacer = { turn: async () => void turns.push("turn") };
  return { turns, mailer, deps: { store: new MemoryStore(), mailer, pacer } };
};

const mailKey = (testId: string) => keys.mail(studentId("ann"), testRef(testId), 1);

describe("a student", () => {
  test("gets one mail for each graded test, and none for the others", async () => {
    const { mailer, deps } = setup();
    const { mails } = await mailStudent(input(graded("t1"), missing("t2"), failed("t3"), graded("t4")), deps);
    expect(mails).toEqual([
      { ...testRef("t1"), revision: 1, status: "sent" },
      { ...testRef("t4"), revision: 1, status: "sent" },
    ]);
    expect(mailer.tries.map(({ to, from, mail }) => [from, to, mail.subject])).toEqual([
      ["no-reply@example.com", "ann@example.com", "Linux evening class: score for Title of t1"],
      ["no-reply@example.com", "ann@example.com", "Linux evening class: score for Title of t4"],
    ]);
  });

  test("gets it once when the message is delivered twice", async () => {
    const { mailer, deps } = setup();
    await mailStudent(input(graded()), deps);
    const again = await mailStudent(input(graded()), deps);
    expect(again.mails).toMatchObject([{ status: "sent" }]);
    expect(mailer.tries).toHaveLength(1);
  });

  test("is not told the same score by a later run", async () => {
    const { mailer, deps } = setup();
    await mailStudent(input(graded()), deps);
    const later = { ...input(graded()), runId: runId("2026-11-30T22-00-00Z") };
    expect((await mailStudent(later, deps)).mails).toMatchObject([{ status: "already-sent" }]);
    expect(mailer.tries).toHaveLength(1);
  });

  test("gets another one for the next revision", async () => {
    const { mailer, deps } = setup();
    await mailStudent(input(graded()), deps);
    await mailStudent(input({ ...graded(), revision: 2 }), deps);
    expect(mailer.tries).toHaveLength(2);
  });

  test("whose address SES refuses is told of, and gets the other mails tried", async () => {
    const { mailer, deps } = setup();
    mailer.nextOutcomes.push({ status: "refused", reason: "MessageRejected: not verified" });
    const { mails } = await mailStudent(input(graded("t1"), graded("t2")), deps);
    expect(mails).toMatchObject([
      { testId: "t1", status: "refused", reason: "MessageRejected: not verified" },
      { testId: "t2", status: "sent" },
    ]);
  });

  test("gets what was throttled by the next try, and what went out before not again", async () => {
    const { mailer, deps } = setup();
    mailer.nextOutcomes.push(
      { status: "sent", messageId: "first" },
      { status: "not-taken", reason: "Throttling: slow down" },
    );
    const both = input(graded("t1"), graded("t2"));
    await expect(mailStudent(both, deps)).rejects.toMatchObject({ name: "TransientError" });
    expect((await mailStudent(both, deps)).mails.map(({ status }) => status)).toEqual(["sent", "sent"]);
    expect(mailer.tries).toHaveLength(3);
    expect(deps.store.json(mailKey("t1"))).toMatchObject({ state: "sent", messageId: "first" });
  });

  test("is not sent a mail again whose answer was lost", async () => {
    const { mailer, deps } = setup();
    mailer.nextOutcomes.push({ status: "unknown", reason: "ECONNRESET" });
    expect((await mailStudent(input(graded()), deps)).mails).toMatchObject([{ status: "unknown" }]);
    expect((await mailStudent(input(graded()), deps)).mails).toMatchObject([{ status: "unknown" }]);
    expect(mailer.tries).toHaveLength(1);
  });
});

describe("the worker", () => {
  test("waits for its turn before each mail", async () => {
    const { turns, mailer, deps } = setup();
    await mailStudent(input(graded("t1"), graded("t2")), deps);
    expect(turns).toHaveLength(mailer.tries.length);
  });

  test("has claimed nothing when it is ended while waiting", async () => {
    const { deps } = setup();
    const pacer = {
      turn: async () => {
        throw new Error("ended");
      },
    };
    await expect(mailStudent(input(graded()), { ...deps, pacer })).rejects.toThrow("ended");
    expect(deps.store.keys()).toEqual([]);
  });
});

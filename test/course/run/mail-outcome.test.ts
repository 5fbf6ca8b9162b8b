import { describe, expect, test } from "@jest/globals";
import { outcomeOfRecord, settleMails, unsettledMails } from "../../../course/run/mail-outcome.ts";
import { mondayRun, runId, testRef } from "../../tasks/support/course.ts";
import { graded, mail, missing } from "../../tasks/support/outcomes.ts";

describe("a mail is left open by a run's results", () => {
  test("when they call it unknown or not sent, or do not mention it", () => {
    const tests = [graded("t1"), graded("t2"), missing("t3"), graded("t4")];
    const mails = [mail("unknown", "t1"), mail("not-sent", "t4")];
    expect(unsettledMails(tests, mails).map(({ testId }) => testId)).toEqual(["t1", "t2", "t4"]);
  });

  test.each(["sent", "already-sent", "refused"] as const)("not when they call it %s", (status) => {
    expect(unsettledMails([graded()], [mail(status)])).toEqual([]);
  });

  test("when they mention another revision only", () => {
    expect(unsettledMails([{ ...graded(), revision: 2 }], [mail("sent")])).toHaveLength(1);
  });
});

describe("the mail ledger settles it", () => {
  test.each([
    [{ state: "sent", runId: mondayRun, messageId: "m" }, { status: "sent" }],
    [
      { state: "claimed", runId: mondayRun },
      { status: "unknown", reason: "The sending was begun and never confirmed." },
    ],
    [
      { state: "refused", runId: mondayRun, reason: "no" },
      { status: "refused", reason: "no" },
    ],
    [
      { state: "released", runId: mondayRun, reason: "busy" },
      { status: "not-sent", reason: "busy" },
    ],
    [null, { status: "not-sent", reason: "The mail step did not get to it." }],
  ] as const)("%j as %j", (record, outcome) => {
    const about = { ...testRef("t1"), revision: 1 };
    expect(outcomeOfRecord(graded(), record, mondayRun)).toStrictEqual({ ...about, ...outcome });
  });

  test("under the name by which the test was graded", () => {
    const renamed = { ...graded(), gradedAs: testRef("t0") };
    expect(outcomeOfRecord(renamed, null, mondayRun)).toMatchObject({
      testId: "t1",
      gradedAs: testRef("t0"),
    });
  });

  test("as already sent, when an earlier run sent it", () => {
    const record = { state: "sent", runId: runId("2026-11-16T22-00-00Z"), messageId: "m" } as const;
    expect(outcomeOfRecord(graded(), record, mondayRun)).toMatchObject({ status: "already-sent" });
  });

  test("and its outcome replaces the open one", () => {
    const settled = settleMails([mail("unknown", "t1"), mail("sent", "t2")], [mail("sent", "t1")]);
    expect(settled).toEqual([mail("sent", "t2"), mail("sent", "t1")]);
  });
});

import { describe, expect, test } from "@jest/globals";
import { outcomeOfRecord, settleMails, unsettledMails } from "../../../course/run/mail-outcome.ts";
import { mondayRun, runId } from "../../tasks/support/course.ts";
import { graded, mail, missing } from "../../tasks/support/outcomes.ts";

describe("a mail is left open by a run's results", () => {
  test("when they call it unknown or do not mention it", () => {
    const tests = [graded("t1"), graded("t2"), missing("t3")];
    expect(unsettledMails(tests, [mail("unknown", "t1")]).map(({ testId }) => testId)).toEqual(["t1", "t2"]);
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
    [{ state: "sent", runId: mondayRun, messageId: "m" }, "sent"],
    [{ state: "claimed", runId: mondayRun }, "unknown"],
    [{ state: "refused", runId: mondayRun, reason: "no" }, "refused"],
    [{ state: "released", runId: mondayRun, reason: "busy" }, "not-sent"],
    [null, "not-sent"],
  ] as const)("%j as %s", (record, status) => {
    expect(outcomeOfRecord(graded(), record, mondayRun)).toMatchObject({ testId: "t1", revision: 1, status });
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

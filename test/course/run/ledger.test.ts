import { describe, expect, test } from "@jest/globals";
import { Ledger, LedgerNotClosed, reportTotals } from "../../../course/run/ledger.ts";
import { runReportSchema } from "../../../course/run/run-report.ts";
import { due, mondayRun, rosterLine } from "../../tasks/support/course.ts";
import { failed, graded, mail, missing } from "../../tasks/support/outcomes.ts";

const both = [due("t1"), due("t2")];

describe("the ledger", () => {
  test("counts graded + missing + failed = roster for each test", () => {
    const ledger = new Ledger(mondayRun);
    ledger.enter(rosterLine("ann", both), { tests: [graded("t1"), missing("t2")], mails: [mail("sent")] });
    ledger.enter(rosterLine("bob", both), {
      tests: [missing("t1"), graded("t2")],
      mails: [mail("sent", "t2")],
    });
    ledger.enter(rosterLine("cid", [due("t2")]), { tests: [failed("t2")], mails: [] });
    const report = ledger.close(3);
    expect(report.students).toBe(3);
    expect(report.tests.map(({ testId, counts }) => [testId, counts])).toEqual([
      ["t1", { roster: 2, graded: 1, missing: 1, failed: 0 }],
      ["t2", { roster: 3, graded: 1, missing: 1, failed: 1 }],
    ]);
    expect(reportTotals(report)).toEqual({ roster: 5, graded: 2, missing: 2, failed: 1 });
    expect(report.mails.sent).toBe(2);
    expect(runReportSchema.parse(report)).toEqual(report);
  });

  test("names the missing and the failed, with the reason", () => {
    const ledger = new Ledger(mondayRun);
    ledger.enter(rosterLine("ann", both), {
      tests: [failed("t1", "it is not JSON"), missing("t2")],
      mails: [],
    });
    const report = ledger.close(1);
    expect(report.missing).toMatchObject([{ studentId: "ann", name: "Name of ann", testId: "t2" }]);
    expect(report.failed).toMatchObject([{ studentId: "ann", testId: "t1", reason: "it is not JSON" }]);
  });

  test("counts each due test of a student whose task failed as failed, with the task's reason", () => {
    const ledger = new Ledger(mondayRun);
    ledger.enter(rosterLine("ann", both), { tests: [graded("t1")], mails: [], failure: "States.Timeout" });
    const report = ledger.close(1);
    expect(reportTotals(report)).toEqual({ roster: 2, graded: 1, missing: 0, failed: 1 });
    expect(report.failed).toMatchObject([{ testId: "t2", reason: "States.Timeout" }]);
  });

  test("lists the mails that did not surely go out", () => {
    const ledger = new Ledger(mondayRun);
    ledger.enter(rosterLine("ann"), { tests: [graded()], mails: [mail("unknown")] });
    ledger.enter(rosterLine("bob"), { tests: [graded()], mails: [mail("already-sent")] });
    expect(ledger.close(2).mails).toEqual({
      sent: 0,
      alreadySent: 1,
      problems: [{ ...mail("unknown"), studentId: "ann", name: "Name of ann" }],
    });
  });
});

describe("the ledger does not close when", () => {
  const closing = (fill: (ledger: Ledger) => void, students: number) => () => {
    const ledger = new Ledger(mondayRun);
    fill(ledger);
    ledger.close(students);
  };

  test("a student has no result", () => {
    const close = closing((ledger) => ledger.enter(rosterLine("ann"), undefined), 1);
    expect(close).toThrow(LedgerNotClosed);
    expect(close).toThrow(
      "The ledger of run 2026-11-23T22-00-00Z does not close: 0 graded + 0 missing + 0 failed against 1 on the roster. ann has no result for linux/t1.",
    );
  });

  test("a result leaves out a due test", () => {
    const account = { tests: [graded("t1")], mails: [] };
    const close = closing((ledger) => ledger.enter(rosterLine("ann", both), account), 1);
    expect(close).toThrow(
      "1 graded + 0 missing + 0 failed against 2 on the roster. ann has no result for linux/t2.",
    );
  });

  test("a result is for a test that was not due", () => {
    const account = { tests: [graded("t1"), graded("t3")], mails: [] };
    const close = closing((ledger) => ledger.enter(rosterLine("ann"), account), 1);
    expect(close).toThrow("ann has a result for linux/t3, which was not due");
  });

  test("a test has two results", () => {
    const account = { tests: [graded("t1"), missing("t1")], mails: [] };
    const close = closing((ledger) => ledger.enter(rosterLine("ann"), account), 1);
    expect(close).toThrow("ann has two results for linux/t1");
  });

  test("the roster is not the one that the run was opened for", () => {
    const account = { tests: [graded()], mails: [] };
    const close = closing((ledger) => ledger.enter(rosterLine("ann"), account), 2);
    expect(close).toThrow("the run was opened for 2 students, its roster names 1");
  });

  test("a result belongs to nobody", () => {
    expect(closing((ledger) => ledger.enterStray("eve is not on the roster"), 0)).toThrow(
      "eve is not on the roster",
    );
  });

  test("hundreds are lost, in a sentence that people can read", () => {
    const close = closing((ledger) => {
      for (let n = 0; n < 300; n += 1) ledger.enter(rosterLine(`s${n}`), undefined);
    }, 300);
    expect(close).toThrow(/s4 has no result for linux\/t1; and 295 more\.$/);
  });

  test("its error has the name that the workflow knows", () => {
    expect(new LedgerNotClosed("").name).toBe("LedgerNotClosed");
  });
});

import { describe, expect, test } from "@jest/globals";
import { Ledger, LedgerNotClosed, reportTotals } from "../../../course/run/ledger.ts";
import { entriesOf, partHead, partHeadSchema, sumOfParts } from "../../../course/run/part-ledger.ts";
import { runReportSchema } from "../../../course/run/run-report.ts";
import { due, mondayRun, rosterLine, studentId } from "../../tasks/support/course.ts";
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

  test("has the tests in the order of their names", () => {
    const ledger = new Ledger(mondayRun);
    for (const testId of ["t2", "t3", "t1"]) {
      ledger.enter(rosterLine(`of-${testId}`, [due(testId)]), { tests: [graded(testId)], mails: [] });
    }
    expect(ledger.close(3).tests.map(({ testId }) => testId)).toEqual(["t1", "t2", "t3"]);
  });

  test("counts the mails that an earlier run sent, and those that are kept back", () => {
    const ledger = new Ledger(mondayRun);
    const mails = [mail("already-sent", "t1"), mail("already-sent", "t2")];
    ledger.enter(rosterLine("ann", both), { tests: [graded("t1"), graded("t2")], mails });
    ledger.enter(rosterLine("bob"), { tests: [graded()], mails: [mail("withheld")] });
    expect(ledger.close(2).mails).toEqual({ sent: 0, alreadySent: 2, withheld: 1, problems: [] });
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
    const named = ["s0", "s1", "s2", "s3", "s4"].map((id) => `${id} has no result for linux/t1`);
    expect(close).toThrow(`against 300 on the roster. ${named.join("; ")}; and 295 more.`);
  });

  test("its error has the name that the workflow knows", () => {
    expect(new LedgerNotClosed("").name).toBe("LedgerNotClosed");
  });
});

describe("the ledger of a run in parts", () => {
  /** One student, who has one test. */
  const headOf = (id: string, testId: string, changes: { readonly isBooked?: boolean } = {}) => {
    const ledger = new Ledger(mondayRun);
    ledger.enter(rosterLine(id, [due(testId)]), { tests: [graded(testId)], mails: [mail("sent", testId)] });
    return partHead(ledger.close(1), [], { part: 0, rows: 2, isBooked: true, ...changes });
  };
  const sum = (students: number, ...heads: Parameters<typeof sumOfParts>[1]) =>
    sumOfParts({ runId: mondayRun, students }, heads);

  test("adds up its parts, whatever tests each of them has, by the tests' names", () => {
    const counts = (students: number) => ({ roster: students, graded: students, missing: 0, failed: 0 });
    const titled = (testId: string, students: number) => ({
      ...{ subject: "linux", testId, title: `Title of ${testId}`, counts: counts(students) },
    });
    expect(sum(3, headOf("ann", "t2"), headOf("bob", "t1"), headOf("cid", "t2"))).toEqual({
      ...{ students: 3, rows: 6, isBooked: true, tests: [titled("t1", 1), titled("t2", 2)] },
      mails: { sent: 3, alreadySent: 0, refused: 0, notSent: 0, unknown: 0 },
      entries: {
        ...{ missing: 0, failed: 0, extended: 0, overrides: 0, "mails.problems": 0, leftMeanwhile: 0 },
      },
    });
  });

  test("is booked when all of its parts are", () => {
    expect(sum(2, headOf("ann", "t1"), headOf("bob", "t1", { isBooked: false })).isBooked).toBe(false);
  });

  test("does not close while parts are open, or have other students than the run was opened for", () => {
    const [ann, bob] = [headOf("ann", "t1"), headOf("bob", "t1")];
    expect(() => sum(3, ann, bob, null)).toThrow(LedgerNotClosed);
    expect(() => sum(3, ann, bob, null)).toThrow(
      "The ledger of run 2026-11-23T22-00-00Z does not close: 1 part of 3 was not closed, the first is part 3.",
    );
    expect(() => sum(3, null, bob, null)).toThrow(
      "The ledger of run 2026-11-23T22-00-00Z does not close: 2 parts of 3 were not closed, the first is part 1.",
    );
    expect(() => sum(3, ann, bob)).toThrow(
      "The ledger of run 2026-11-23T22-00-00Z does not close: it was opened for 3 students, its parts have 2.",
    );
  });

  test("has the lists of a part entry by entry, and says before them how long they are", () => {
    const ledger = new Ledger(mondayRun);
    ledger.enter(rosterLine("ann", both), { tests: [missing("t1"), failed("t2")], mails: [mail("unknown")] });
    const who = { studentId: studentId("bob"), name: "Bob", subject: due().subject, testId: due().testId };
    const report = {
      ...ledger.close(1),
      extended: [{ ...who, deadline: due().deadline }],
      overrides: [{ ...who, value: { kind: "excused" } as const }],
    };
    const left = [studentId("cid"), studentId("dan")];
    expect([...entriesOf(report, left)]).toEqual([
      ...report.missing.map((value) => ({ in: "missing", value })),
      ...report.failed.map((value) => ({ in: "failed", value })),
      ...report.extended.map((value) => ({ in: "extended", value })),
      ...report.overrides.map((value) => ({ in: "overrides", value })),
      ...report.mails.problems.map((value) => ({ in: "mails.problems", value })),
      ...left.map((id) => ({ in: "leftMeanwhile", value: { studentId: id } })),
    ]);
    const head = partHead(report, left, { part: 1, rows: 3, isBooked: false });
    expect(head).toMatchObject({ part: 1, rows: 3, isBooked: false, students: 1 });
    expect(head.entries).toEqual({
      ...{ missing: 1, failed: 1, extended: 1, overrides: 1, "mails.problems": 1, leftMeanwhile: 2 },
    });
    expect(partHeadSchema.parse(head)).toEqual(head);
  });
});

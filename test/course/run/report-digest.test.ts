import { describe, expect, test } from "@jest/globals";
import { Ledger } from "../../../course/run/ledger.ts";
import { ReportDigester, reportPartSchema } from "../../../course/run/report-digest.ts";
import type { MailOutcome } from "../../../course/run/run.ts";
import { mondayRun, rosterLine } from "../../tasks/support/course.ts";
import { failed, graded, mail, missing } from "../../tasks/support/outcomes.ts";
import { digestOf, partsOf } from "../../tasks/support/report-digest.ts";

const report = () => {
  const ledger = new Ledger(mondayRun);
  for (const id of ["a", "b", "c"]) ledger.enter(rosterLine(id), { tests: [missing()], mails: [] });
  for (const id of ["d", "e"]) ledger.enter(rosterLine(id), { tests: [failed()], mails: [] });
  ledger.enter(rosterLine("f"), { tests: [graded()], mails: [mail("sent")] });
  return ledger.close(6);
};

const withMail = (status: MailOutcome["status"]) => {
  const ledger = new Ledger(mondayRun);
  ledger.enter(rosterLine("ann"), { tests: [graded()], mails: [mail(status)] });
  return digestOf(ledger.close(1), 200);
};

describe("a report's digest", () => {
  test("has the first entries of each list, and how many there are", () => {
    const digest = digestOf(report(), 2);
    expect(digest).toMatchObject({ runId: mondayRun, students: 6, tests: report().tests });
    expect(digest.mails).toEqual({ sent: 1, alreadySent: 0, refused: 0, notSent: 0, unknown: 0 });
    expect(digest.missing).toEqual({ first: report().missing.slice(0, 2), count: 3 });
    expect(digest.failed).toEqual({ first: report().failed, count: 2 });
    expect(digest.mailProblems).toEqual({ first: [], count: 0 });
  });

  test("says whether a resumption would find something to do, and whether a mail is unknown", () => {
    expect(digestOf(report(), 0)).toMatchObject({ isResumable: true, hasUnknownMail: false });
    expect(withMail("sent")).toMatchObject({ isResumable: false, hasUnknownMail: false });
    expect(withMail("withheld")).toMatchObject({ isResumable: false, mails: { sent: 0, withheld: 1 } });
    expect(withMail("unknown")).toMatchObject({ isResumable: false, hasUnknownMail: true });
    expect(withMail("refused")).toMatchObject({ isResumable: true, hasUnknownMail: false });
    expect(withMail("not-sent")).toMatchObject({ isResumable: true, hasUnknownMail: false });
  });

  test.each(["runId", "students", "tests", "mails.sent"])("is not made of a report without %s", (part) => {
    const digester = new ReportDigester(2);
    for (const each of partsOf(report())) if (each.in !== part) digester.add(each);
    expect(digester.digest()).toBeNull();
  });
});

test("every part of a report is of the shape that a reader checks", () => {
  for (const part of partsOf(report())) expect(reportPartSchema.parse(part)).toEqual(part);
});

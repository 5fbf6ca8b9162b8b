import { describe, expect, test } from "@jest/globals";
import { Ledger } from "../../../course/run/ledger.ts";
import { ReportDigester, type ReportPart, reportPartSchema } from "../../../course/run/report-digest.ts";
import type { MailOutcome } from "../../../course/run/run.ts";
import { monday, mondayRun, rosterLine, studentId, testRef } from "../../tasks/support/course.ts";
import { failed, graded, mail, missing } from "../../tasks/support/outcomes.ts";
import { digestOf, partsOf } from "../../tasks/support/report-digest.ts";

const report = () => {
  const ledger = new Ledger(mondayRun);
  for (const id of ["a", "b", "c"]) ledger.enter(rosterLine(id), { tests: [missing()], mails: [] });
  for (const id of ["d", "e"]) ledger.enter(rosterLine(id), { tests: [failed()], mails: [] });
  ledger.enter(rosterLine("f"), { tests: [graded()], mails: [mail("sent")] });
  return ledger.close(6);
};

const who = { studentId: studentId("ann"), name: "Ann", ...testRef() };

/** Parts that not every report has; lists come last. */
const someParts: readonly ReportPart[] = [
  { in: "resumes", value: mondayRun },
  { in: "again", value: true },
  { in: "undoes", value: mondayRun },
  { in: "gradebookStudents", value: 9 },
  { in: "mails.withheld", value: 7 },
  { in: "extended", value: { ...who, deadline: monday } },
  { in: "removed", value: { ...who, receivedAt: monday } },
  { in: "overrides", value: { ...who, value: { kind: "excused" } } },
];

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

  test("has what only some reports have, and leaves it out of the others", () => {
    const { mails: _, ...plain } = digestOf(report(), 0);
    const nothing = { first: [], count: 0 };
    expect(plain).toStrictEqual({
      ...{ runId: mondayRun, resumes: null, gradebookStudents: 6, students: 6, tests: report().tests },
      ...{ missing: { first: [], count: 3 }, failed: { first: [], count: 2 } },
      ...{ extended: nothing, removed: nothing, overrides: nothing, mailProblems: nothing },
      ...{ isResumable: true, hasUnknownMail: false },
    });
    const digester = new ReportDigester(1);
    for (const part of someParts) digester.add(part);
    for (const part of partsOf(report())) digester.add(part);
    const [extended, removed, overrides] = someParts
      .slice(-3)
      .map(({ value }) => ({ first: [value], count: 1 }));
    expect(digester.digest()).toMatchObject({
      ...{ resumes: mondayRun, again: true, undoes: mondayRun, gradebookStudents: 9, students: 6 },
      ...{ extended, removed, overrides, mails: { sent: 1, alreadySent: 0, withheld: 7 } },
    });
  });

  test("says whether a resumption would find something to do, and whether a mail is unknown", () => {
    expect(digestOf(report(), 0)).toMatchObject({ isResumable: true, hasUnknownMail: false });
    expect(withMail("sent")).toMatchObject({ isResumable: false, hasUnknownMail: false });
    expect(withMail("withheld")).toMatchObject({ isResumable: false, mails: { sent: 0, withheld: 1 } });
    expect(withMail("unknown")).toMatchObject({ isResumable: false, hasUnknownMail: true });
    expect(withMail("refused")).toMatchObject({ isResumable: true, hasUnknownMail: false });
    expect(withMail("not-sent")).toMatchObject({ isResumable: true, hasUnknownMail: false });
    expect(withMail("not-sent").mailProblems).toMatchObject({ first: [{ studentId: "ann" }], count: 1 });
  });

  test.each(["runId", "students", "tests", "mails.sent"])("is not made of a report without %s", (part) => {
    const digester = new ReportDigester(2);
    for (const each of partsOf(report())) if (each.in !== part) digester.add(each);
    expect(digester.digest()).toBeNull();
  });
});

test("every part of a report is of the shape that a reader checks", () => {
  for (const part of [...partsOf(report()), ...someParts]) expect(reportPartSchema.parse(part)).toEqual(part);
});

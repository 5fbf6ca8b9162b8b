import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { closedRun } from "./support/closed-run.ts";
import { CopiedMessages } from "./support/copied-messages.ts";
import { writeWeeksCourse } from "./support/course-folder.ts";
import { storedVersions } from "./support/stored-versions.ts";
import { Week } from "./support/week.ts";

jest.setTimeout(120_000);

let folder: string;
let week: Week;
let copies: CopiedMessages;
let runId: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "redelivery-"));
  const tests = [{ path: "linux/week1", opens: "2026-11-17 20:00" }];
  week = await Week.begin(writeWeeksCourse(folder, ["ann", "bob", "cara"], tests), "2026-11-17 20:05");
  copies = new CopiedMessages(week);
  await week.submit("ann", "linux/week1", 4);
  await week.submit("bob", "linux/week1", 1);
  week.moveTo("2026-11-23 23:00");
  runId = closedRun(await week.closed(await week.scheduledRun())).runId;
});

afterAll(async () => {
  await week.end();
  rmSync(folder, { recursive: true });
});

test("a run whose every message comes twice closes its ledger as if each had come once", async () => {
  const { tests, missing, failed, mails } = await week.report(runId);
  // Of each student, the grading worker's and the mail worker's.
  expect(copies.count).toBe(6);
  expect(tests[0]?.counts).toEqual({ roster: 3, graded: 2, missing: 1, failed: 0 });
  expect(missing.map(({ studentId }) => studentId)).toEqual(["cara"]);
  expect([failed, mails]).toEqual([[], { sent: 2, alreadySent: 0, problems: [] }]);
});

test("copies that come after the run has closed write nothing and send nothing", async () => {
  const before = [await storedVersions(week, ""), await week.inbox()];
  await copies.sendAgain();
  expect([await storedVersions(week, ""), await week.inbox()]).toEqual(before);
  expect(await week.mailsTo("ann")).toEqual(["Your score for “week1”"]);
  expect(await week.mailsTo("bob")).toEqual(["Your score for “week1”"]);
});

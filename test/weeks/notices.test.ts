import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { StopExecutionCommand } from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { readJson, updateJson } from "../../adapters/json-store.ts";
import { type Instant, instantSchema, studentIdSchema } from "../../course/ids.ts";
import { noticeIdOf } from "../../course/notice.ts";
import { type NoticeReport, noticeReportSchema } from "../../course/notices-run.ts";
import { type ReminderChoice, reminderChoiceSchema } from "../../course/reminder-choice.ts";
import { keys } from "../../course/storage-keys.ts";
import { CopiedMessages } from "./support/copied-messages.ts";
import { writeWeeksCourse } from "./support/course-folder.ts";
import { storedVersions } from "./support/stored-versions.ts";
import { Week } from "./support/week.ts";

jest.setTimeout(120_000);

let folder: string;
let week: Week;
let copies: CopiedMessages;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "notices-"));
  const tests = ["week1", "extra"].map((name) => ({ path: `linux/${name}`, opens: "2026-11-17 20:00" }));
  const reminders = "{ opened: yes, before: [1 day, 2 hours], quiet: 22:00-07:00 }";
  const course = writeWeeksCourse(folder, ["ann", "bob", "cara", "dan"], tests, { reminders });
  week = await Week.begin(course, "2026-11-17 06:55");
  copies = new CopiedMessages(week);
});

afterAll(async () => {
  await week.end();
  rmSync(folder, { recursive: true });
});

const instantOf = (wallTime: string): Instant =>
  instantSchema.parse(new Date(week.instant(wallTime)).toISOString());

/** Moves to a morning, and waits until its execution waits for the first instant of the day. */
const planned = async (morning: string): Promise<string> => {
  week.moveTo(morning);
  const scheduled = instantOf(morning).slice(0, 19);
  const { executionArn } = await week.notices.waitFor(
    `the notices of ${morning} begin`,
    ({ type, executionStartedEventDetails: details }) =>
      type === "ExecutionStarted" && JSON.stringify(details ?? "").includes(scheduled),
  );
  await week.notices.waitFor(
    "the instant is waited for",
    (event) => event.executionArn === executionArn && event.type === "WaitStateEntered",
  );
  return executionArn;
};

/** Moves to the first instant of a day that was planned, and gives the report about it. */
const told = async (executionArn: string, at: string): Promise<NoticeReport> => {
  week.moveTo(at);
  await week.notices.waitFor(
    "all of the instant are told",
    (event) => event.executionArn === executionArn && event.type === "MapIterationSucceeded",
  );
  return readJson(week.bucket, keys.noticeReport(noticeIdOf(instantOf(at))), noticeReportSchema);
};

test("tests that open are told to everybody, both in one mail, though each message comes twice", async () => {
  const { counts } = await told(await planned("2026-11-17 07:00"), "2026-11-17 20:00");
  expect(counts).toMatchObject({ listed: 8, told: 8 });
  for (const id of ["ann", "bob", "cara", "dan"]) {
    expect(await week.mailsTo(id)).toEqual(["A made-up class: 2 tests are open"]);
  }
});

test("a day before, whoever has sent in nothing is reminded, before the night, unless they turned that off", async () => {
  const executionArn = await planned("2026-11-22 07:00");
  for (const path of ["linux/week1", "linux/extra"]) await week.submit("ann", path, 4);
  await week.submit("cara", "linux/week1", 4);
  const dan = keys.reminderChoice(studentIdSchema.parse("dan"));
  const turnedOff = (choice: ReminderChoice | null) => choice && { ...choice, reminders: "off" as const };
  await updateJson(week.bucket, dan, reminderChoiceSchema, turnedOff);
  const { counts } = await told(executionArn, "2026-11-22 21:45");
  expect(counts).toMatchObject({ listed: 5, told: 3, off: 2 });
  expect(await week.mailsTo("ann")).toHaveLength(1);
  expect((await week.mailsTo("bob")).at(-1)).toBe("A made-up class: reminder of 2 tests");
  expect((await week.mailsTo("cara")).at(-1)).toBe("A made-up class: reminder of extra");
  expect(await week.mailsTo("dan")).toHaveLength(1);
});

test("two hours before, only who still has sent in nothing, though the region was down meanwhile", async () => {
  const executionArn = await planned("2026-11-23 07:00");
  for (const path of ["linux/week1", "linux/extra"]) await week.submit("bob", path, 4);
  await week.stop();
  await week.start();
  copies = new CopiedMessages(week);
  const { counts } = await told(executionArn, "2026-11-23 21:00");
  expect(counts).toMatchObject({ listed: 3, told: 1, off: 2 });
  expect(await week.mailsTo("bob")).toHaveLength(2);
  expect(await week.mailsTo("cara")).toEqual([
    "A made-up class: 2 tests are open",
    "A made-up class: reminder of extra",
    "A made-up class: reminder of extra",
  ]);
});

test("copies of messages that come later send nothing and write nothing", async () => {
  const before = [await storedVersions(week, ""), await week.inbox()];
  await copies.sendAgain();
  expect([await storedVersions(week, ""), await week.inbox()]).toEqual(before);
});

/** What the watch over the deadline has counted, in the metrics that it wrote to its log. */
const overdueIn = (data: string): unknown[] => {
  const logs = join(data, "logs");
  const log = readdirSync(logs).find((name) => name.includes("WatchDeadline")) ?? "none";
  return readFileSync(join(logs, log), "utf8")
    .split("\n")
    .filter((line) => line.includes("_aws"))
    .map((line): unknown => JSON.parse(line).StudentsOverdue);
};

test("a run that was stopped does not stay silent: six hours after the deadline its students count as overdue", async () => {
  week.moveTo("2026-11-23 23:00");
  const executionArn = await week.scheduledRun();
  await week.isSettling(executionArn);
  await week.aws.states.send(new StopExecutionCommand({ executionArn }));
  await week.endOf(executionArn);
  week.moveTo("2026-11-24 05:00");
  await week.stop();
  expect(overdueIn(week.data)).toEqual([4]);
});

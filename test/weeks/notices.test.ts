import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { StopExecutionCommand } from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { fileAppeal } from "../../adapters/appeals.ts";
import { readJson } from "../../adapters/storage/json-store.ts";
import { appealRefSchema } from "../../course/appeals/appeal-ref.ts";
import {
  type Instant,
  instantSchema,
  type NoticeId,
  questionIdSchema,
  runIdSchema,
  studentIdSchema,
  testRefSchema,
} from "../../course/ids.ts";
import { noticeIdOf, noticeIdOfScores } from "../../course/notices/notice.ts";
import {
  closeNoticesOutputSchema,
  type NoticeCounts,
  type NoticeReport,
  noticeReportSchema,
} from "../../course/notices/notices-run.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { Watch } from "../../tools/class/watch.ts";
import { startReminders } from "../../trainer/notices/start-notices.ts";
import { AccessRecord } from "../least-privilege/access-record.ts";
import { hidden } from "../least-privilege/hidden.ts";
import { OwnedQueue } from "../least-privilege/queue.ts";
import { eachRight, nameOf } from "../least-privilege/rights.ts";
import { without } from "../least-privilege/take-away.ts";
import { TaskCalls } from "../least-privilege/task-calls.ts";
import { notAskedForHere } from "../least-privilege/unneeded.ts";
import { CopiedMessages } from "./support/copied-messages.ts";
import { writeWeeksCourse } from "./support/course-folder.ts";
import { storedVersions } from "./support/stored-versions.ts";
import { type RunEnd, Week } from "./support/week.ts";

jest.setTimeout(120_000);

const record = new AccessRecord();
let folder: string;
let week: Week;
let copies: CopiedMessages;
let calls: TaskCalls;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "notices-"));
  const tests = ["week1", "extra"].map((name) => ({ path: `linux/${name}`, opens: "2026-11-17 20:00" }));
  const reminders = "{ opened: yes, before: [1 day, 2 hours], quiet: 22:00-07:00 }";
  const release = "{ score: after extensions }";
  const course = writeWeeksCourse(folder, ["ann", "bob", "cara", "dan"], tests, { reminders, release });
  week = await Week.begin(course, "2026-11-17 06:55", {
    onAccess: record.listener,
    configurationSet: "my-first-configuration-set",
  });
  copies = new CopiedMessages(week);
  calls = new TaskCalls(week);
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

const reportOf = (id: NoticeId): Promise<NoticeReport> =>
  readJson(week.bucket, keys.noticeReport(id), noticeReportSchema);

/** Moves to the first instant of a day that was planned, and gives the report about it. */
const told = (executionArn: string, at: string): Promise<NoticeReport> => {
  week.moveTo(at);
  return toldAll(executionArn, at);
};

/** The report about the instant of an execution, when everybody is told. */
const toldAll = async (executionArn: string, at: string): Promise<NoticeReport> => {
  await week.notices.waitFor(
    "all of the instant are told",
    (event) => event.executionArn === executionArn && event.type === "MapIterationSucceeded",
  );
  return reportOf(noticeIdOf(instantOf(at)));
};

/** Reminds by hand, as `bin/trainer remind` does. */
const remind = async (): Promise<RunEnd> => {
  const machine = week.region.outputs.NoticesStateMachineArn ?? "";
  const executionArn = await startReminders(week.aws.states, machine, {});
  return week.endOf(executionArn, week.notices);
};

const countsOf = ({ output }: RunEnd): NoticeCounts | undefined =>
  closeNoticesOutputSchema.array().parse(output)[0]?.counts;

const submitBoth = async (id: string): Promise<void> => {
  for (const path of ["linux/week1", "linux/extra"]) await week.submit(id, path, 4);
};

/** Calls the address behind "unsubscribe", which needs no key. */
const choice = async (
  query: Readonly<Record<string, string>>,
  init: { readonly method?: string; readonly body?: string; readonly headers?: Record<string, string> } = {},
) => {
  const url = `${week.region.api}/api/v1/reminders?${new URLSearchParams(query)}`;
  const answer = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(30_000), ...init });
  return { status: answer.status, location: answer.headers.get("location"), text: await answer.text() };
};

/** The list as the page asks for it: what it knows of the student's choice. */
const listedChoice = async (id: string): Promise<unknown> => {
  const answer = await fetch(`${week.region.api}/api/v1/tests`, {
    ...{ method: "POST", headers: { "x-api-key": week.keyOf(id) }, signal: AbortSignal.timeout(30_000) },
    body: JSON.stringify({ studentId: id, results: true }),
  });
  return JSON.parse(await answer.text()).reminders;
};

test("before the first mail about tests there is no choice to make", async () => {
  expect(await listedChoice("dan")).toBeUndefined();
});

test("tests that open while the machine sleeps, until night, are told in the morning to everybody, both in one mail, though each message comes twice", async () => {
  const executionArn = await planned("2026-11-17 07:00");
  const waiting = new Watch<string>(60_000);
  week.region.engine.onEvent(({ executionArn: child, type }) => {
    if (type === "WaitStateEntered") waiting.add(child);
  });
  week.moveTo("2026-11-17 23:30");
  await waiting.nth(4, "four students wait for the morning", () => true);
  expect(await week.inbox()).toEqual([]);
  week.moveTo("2026-11-18 07:00");
  const { counts } = await toldAll(executionArn, "2026-11-17 20:00");
  expect(counts).toMatchObject({ listed: 8, told: 8 });
  for (const id of ["ann", "bob", "cara", "dan"]) {
    expect(await week.mailsTo(id)).toEqual(["2 tests are open"]);
  }
});

test("the link of a mail shows the choice to a browser and a scanner, and a press of the button turns it off", async () => {
  const [mail] = await week.mailsOf("dan");
  const [, token = ""] = /#\/reminders\/dan\/([\w-]+)/.exec(mail?.text ?? "") ?? [];
  const link = { student: "dan", token };
  const browser = await choice(link, { headers: { accept: "text/html" } });
  expect([browser.status, browser.location]).toEqual([303, `${week.region.api}/#/reminders/dan/${token}`]);
  expect((await choice(link)).text).toBe('{"code":200,"body":{"reminders":"on"}}');
  const press = { method: "POST", body: "List-Unsubscribe=One-Click" };
  for (const [student, code] of [
    ["ann", 404],
    ["nobody", 404],
  ] as const) {
    expect((await choice({ student, token }, press)).status).toBe(code);
  }
  expect(await choice(link, press)).toMatchObject({ status: 200, text: expect.stringContaining('"off"') });
  expect((await choice(link)).text).toContain('"off"');
  expect(await listedChoice("dan")).toEqual({ token, reminders: "off" });
});

test("a schedule that may not start the machine keeps its start in the dead-letter queue", async () => {
  const undelivered = new OwnedQueue(week, "ScheduleUndelivered");
  await without(week, "SchedulerRole", /^states:StartExecution on \S+Notices/, async () => {
    week.moveTo("2026-11-19 07:00");
    await undelivered.holds(1);
  });
});

test("a day before, whoever has sent in nothing is reminded, before the night, unless they turned that off", async () => {
  const executionArn = await planned("2026-11-22 07:00");
  await submitBoth("ann");
  await week.submit("cara", "linux/week1", 4);
  const { counts } = await told(executionArn, "2026-11-22 21:45");
  expect(counts).toMatchObject({ listed: 5, told: 3, off: 2 });
  expect(await week.mailsTo("ann")).toHaveLength(1);
  expect((await week.mailsTo("bob")).at(-1)).toBe("Reminder: 2 tests are not sent in yet");
  expect((await week.mailsTo("cara")).at(-1)).toBe("Reminder: “extra” is not sent in yet");
  expect(await week.mailsTo("dan")).toHaveLength(1);
});

test("two hours before, only who still has sent in nothing, though the region was down meanwhile", async () => {
  const executionArn = await planned("2026-11-23 07:00");
  await submitBoth("bob");
  await week.stop();
  await week.start();
  copies = new CopiedMessages(week);
  calls = new TaskCalls(week);
  const { counts } = await told(executionArn, "2026-11-23 21:00");
  expect(counts).toMatchObject({ listed: 3, told: 1, off: 2 });
  expect(await week.mailsTo("bob")).toHaveLength(2);
  expect(await week.mailsTo("cara")).toHaveLength(3);
});

test("copies of messages that come later send nothing and write nothing", async () => {
  const before = [await storedVersions(week, ""), await week.inbox()];
  await copies.sendAgain();
  expect([await storedVersions(week, ""), await week.inbox()]).toEqual(before);
});

describe("Without a right", () => {
  test("to claim mails the worker tells nobody, and the report says so; afterwards they are told, once a day by hand", async () => {
    const worker = "TasksMailStudentWorker";
    const end = await without(week, worker, /^s3:PutObject on \S+\/mail\//, remind);
    expect(countsOf(end)).toMatchObject({ listed: 3, told: 0, off: 2, failed: 1 });
    week.moveTo("2026-11-23 21:30");
    // The message that could not be worked off comes again, and may tell before the new one does, or at the same time.
    const { told = 0, already = 0, unknown = 0, off } = countsOf(await remind()) ?? {};
    expect([told + already + unknown, off]).toEqual([1, 2]);
    week.moveTo("2026-11-23 21:31");
    expect(countsOf(await remind())).toMatchObject({ told: 0, already: 1, off: 2 });
    expect(await week.mailsTo("cara")).toHaveLength(4);
  });

  test("to write the list the instant fails, and the trainer is told what to do", async () => {
    week.moveTo("2026-11-23 21:32");
    const end = await without(week, "NoticesFindWhomToTell", /^s3:PutObject on \S+\/list-/, remind);
    expect(end.status).toBe("FAILED");
    const mail = (await week.inbox()).at(-1);
    expect(mail?.subject).toBe("The mailing of notices failed");
    expect(mail?.text).toContain("bin/trainer remind");
  });
});

test("an object that is missing is known to be missing", async () => {
  const { functions, plan } = week.region;
  const planDay = plan.functions.find(({ name }) => name.includes("PlanDay"))?.name ?? "";
  const morning = { startedAt: instantOf("2026-11-23 07:00"), request: {} };
  const appeal = appealRefSchema.parse({
    studentId: "ann",
    subject: "linux",
    testId: "week1",
    questionId: "q1",
  });
  await fileAppeal(week.bucket, appeal, "Both are right.", instantOf("2026-11-23 06:00"));
  const lost = { ...appeal, questionId: questionIdSchema.parse("q2") };
  await week.bucket.put(keys.openAppeal(lost), JSON.stringify(lost));
  for (const key of [keys.settings, keys.tests, keys.roster]) {
    await hidden(week, key, async () => {
      await functions.invoke(planDay, morning, { kind: "owner" });
      await calls.again("FindWhomToTell");
    });
  }
  const told = (await week.inbox()).filter(({ subject }) => subject.includes("appeal"));
  expect(told.map(({ subject }) => subject)).toEqual(["1 appeal by a student waits for your answer"]);
  await hidden(week, keys.profile(studentIdSchema.parse("cara")), () => copies.sendAgain());
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

test("a run that is stopped ends at once", async () => {
  week.moveTo("2026-11-23 23:00");
  const executionArn = await week.scheduledRun();
  await week.isSettling(executionArn);
  await week.aws.states.send(new StopExecutionCommand({ executionArn }));
  expect((await week.endOf(executionArn)).status).toBe("ABORTED");
  week.moveTo("2026-11-24 05:00");
});

test("a score that was kept back for those with more time is mailed the next morning, once", async () => {
  const linux = testRefSchema.parse({ subject: "linux", testId: "week1" });
  const [ann, bob] = [studentIdSchema.parse("ann"), studentIdSchema.parse("bob")];
  const runId = runIdSchema.parse("2026-11-23T22-00-00Z");
  const entry = {
    ...{ status: "graded", ...linux, right: 1, questions: 2, scale: 5, revision: 1, runId },
    ...{ submissionId: "0".repeat(32), receivedAt: instantOf("2026-11-22 21:00") },
  };
  for (const id of [ann, bob]) await week.bucket.put(keys.scores(id), JSON.stringify({ tests: [entry] }));
  await week.bucket.put(keys.mail(bob, linux, 1), JSON.stringify({ state: "sent", runId, messageId: "m" }));
  const executionArn = await planned("2026-11-24 07:00");
  await week.notices.waitFor(
    "the score is mailed",
    (event) => event.executionArn === executionArn && event.type === "MapIterationSucceeded",
  );
  const { counts } = await reportOf(noticeIdOfScores(instantOf("2026-11-24 07:00")));
  expect(counts).toMatchObject({ listed: 1, told: 1 });
  expect((await week.mailsTo("ann")).at(-1)).toBe("Your score for “week1”");
});

/** The region can't tell which machine a token is of: with two of them, a right to either will do. */
const ofEitherMachine = /^states:SendTask\w+ on \S+NoticesMachine/;

test("every right that reminders bring is needed, or known to be of no use here", () => {
  const ofReminders = /Notices|ChooseReminders|Reminder|_reminders|SendRawEmail/;
  const unneeded = [...week.region.plan.roles.values()].flatMap(({ logicalId, arn, statements }) =>
    [...eachRight(statements)]
      .map(({ right, left }) => ({ name: `${logicalId}: ${nameOf(right)}`, right: nameOf(right), left }))
      .filter(({ name }) => ofReminders.test(name) && !name.startsWith("TasksMailTrainer"))
      .filter(({ left }) => !record.isMissed(arn, statements, left))
      .filter(
        ({ right }) =>
          ![...notAskedForHere.map(([known]) => known), ofEitherMachine].some((p) => p.test(right)),
      )
      .map(({ name }) => name),
  );
  expect(unneeded).toEqual([]);
});

test("a run that was stopped does not stay silent: six hours after the deadline its students count as overdue", async () => {
  await week.stop();
  expect(overdueIn(week.data)).toEqual([4]);
});

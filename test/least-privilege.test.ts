import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import type { Statement } from "local-region/testing";
import { readJson } from "../adapters/storage/json-store.ts";
import { runIdSchema, studentIdSchema, subjectSchema, testIdSchema } from "../course/ids.ts";
import { runRecordSchema } from "../course/run/run-record.ts";
import { settingsSchema } from "../course/settings.ts";
import { keys } from "../course/storage/storage-keys.ts";
import { AccessRecord } from "./least-privilege/access-record.ts";
import { Deadlines } from "./least-privilege/deadlines.ts";
import { hidden } from "./least-privilege/hidden.ts";
import { OwnedQueue } from "./least-privilege/queue.ts";
import { eachRight, nameOf } from "./least-privilege/rights.ts";
import { CallingStudent } from "./least-privilege/student.ts";
import { without } from "./least-privilege/take-away.ts";
import { TaskCalls } from "./least-privilege/task-calls.ts";
import { notAskedForHere } from "./least-privilege/unneeded.ts";
import { closedRun } from "./weeks/support/closed-run.ts";
import { CopiedMessages } from "./weeks/support/copied-messages.ts";
import { writeWeeksCourse } from "./weeks/support/course-folder.ts";
import { Week } from "./weeks/support/week.ts";

jest.setTimeout(180_000);

const record = new AccessRecord();
let folder: string;
let week: Week;
let copies: CopiedMessages;
let calls: TaskCalls;
let ann: CallingStudent;
let deadlines: Deadlines;

const tests = [
  { path: "linux/week1", opens: "2026-11-17 20:00" },
  { path: "linux/week2", opens: "2026-11-24 20:00" },
  { path: "linux/week3", opens: "2026-12-01 20:00" },
  { path: "linux/week4", opens: "2026-12-08 20:00" },
  { path: "linux/week5", opens: "2026-12-15 20:00" },
];

/** What the region logs of a refusal: role, action and resource. */
const refusal = (role: string, action: string, resource: string) =>
  expect.stringMatching(
    new RegExp(`^Refused: ${role}\\w* has no right to ${action} on \\S*${resource}\\S*\\.$`),
  );

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "least-privilege-"));
  const course = writeWeeksCourse(folder, ["ann", "bob"], tests);
  // A run that somebody has more time for writes it down.
  const later = "studentId,subject,testId,until\nbob,linux,week1,2027-01-15 23:00\n";
  writeFileSync(join(course, "extensions.csv"), later);
  // A test that was renamed is looked for under its earlier name too.
  appendFileSync(join(course, "linux/week1.yaml"), "renamedFrom: week0\nshuffle: questions\n");
  week = await Week.begin(course, "2026-11-17 20:05", {
    onAccess: record.listener,
    // What SES's own console gives to a new sender.
    configurationSet: "my-first-configuration-set",
  });
  copies = new CopiedMessages(week);
  calls = new TaskCalls(week);
  const settings = settingsSchema.parse({ ...week.course.settings, feedback: true });
  await week.bucket.put(keys.settings, JSON.stringify(settings));
  ann = new CallingStudent(week, "ann");
  deadlines = new Deadlines(week);
});

afterAll(async () => {
  await week.end();
  rmSync(folder, { recursive: true });
});

describe("without one of its rights", () => {
  test("the submit function stores nothing and gives no receipt", async () => {
    const { status, receipt } = await without(
      week,
      "StudentApiSubmitTest",
      /^s3:PutObject on .*submissions/,
      () => week.submit("ann", "linux/week1", 3),
    );
    expect([status, receipt]).toEqual([500, undefined]);
    expect(week.log.had).toContainEqual(
      refusal("StudentApiSubmitTest", "s3:PutObject", "/submissions/linux/week1/"),
    );
    expect(await ann.everyCall("linux/week1")).toEqual([200, 200, 200]);
    // Only what was handed in before is asked for in the same order.
    expect(await ann.show("linux/week1")).toBe(200);
    expect((await week.submit("ann", "linux/week1", 3)).receipt).toBeDefined();
  });

  test("the submit function gives the receipt of what is stored, though the test's list lacks it", async () => {
    const { status, receipt } = await without(
      week,
      "StudentApiSubmitTest",
      /^s3:PutObject on .*handed-in/,
      () => week.submit("ann", "linux/week1", 3),
    );
    expect([status, receipt?.submissionId]).toEqual([200, expect.any(String)]);
    expect(week.log.had).toContainEqual(
      refusal("StudentApiSubmitTest", "s3:PutObject", "/by-test/linux/week1/handed-in/ann/"),
    );
  });

  test("the grading worker fails the student; resuming the run grades all the same", async () => {
    const { runId } = await without(
      week,
      "TasksGradeStudentWorker",
      /^s3:GetObject on .*answer-key/,
      async () => closedRun(await deadlines.pass("2026-11-23 23:00")),
    );
    expect((await week.report(runId)).failed).toMatchObject([
      { studentId: "ann", reason: expect.stringContaining("is not authorized to perform: s3:GetObject") },
    ]);
    expect(week.log.had).toContainEqual(
      refusal("TasksGradeStudentWorker", "s3:GetObject", "/answer-key.json"),
    );
    // Runs of an earlier version have no ledger of a part.
    const resumed = await hidden(week, keys.partLedger(runId, 0), () => deadlines.resume(runId));
    expect(closedRun(resumed).counts.graded).toBe(1);
    await calls.again("OpenRun");
    await copies.sendAgain();
    // The mail about a later revision asks for those about the earlier ones, which the course may have kept back.
    const week1 = { subject: subjectSchema.parse("linux"), testId: testIdSchema.parse("week1") };
    await hidden(week, keys.mail(studentIdSchema.parse("ann"), week1, 1), () =>
      copies.sendAgain((body) => body.replaceAll('"revision":1', '"revision":2')),
    );
  });

  test("the state machine starts no children, and the trainer is told; resuming grades all", async () => {
    week.moveTo("2026-11-24 20:05");
    await ann.submit("linux/week2");
    const sent = (await week.inbox()).length;
    const end = await without(week, "GradingRunStateMachine", /^states:StartExecution/, () =>
      deadlines.pass("2026-11-30 23:00"),
    );
    expect(end.status).toBe("FAILED");
    const [mail] = (await week.inbox()).slice(sent);
    expect(mail?.text).toContain("is not authorized to perform: states:StartExecution");
    expect(week.log.had).toContainEqual(
      refusal("GradingRunStateMachine", "states:StartExecution", ":stateMachine:"),
    );
    await calls.again("ReportFailure");
    const runId = runIdSchema.parse("2026-11-30T22-00-00Z");
    const resumed = await hidden(week, keys.runRoster(runId), () => deadlines.resume(runId));
    expect(closedRun(resumed).counts.graded).toBe(1);
  });

  test("the mail worker claims no mail and sends none; the report says so", async () => {
    week.moveTo("2026-12-01 20:05");
    await ann.submit("linux/week3");
    const mails = await week.mailsTo("ann");
    const closed = await without(week, "TasksMailStudentWorker", /^s3:PutObject/, async () =>
      closedRun(await deadlines.pass("2026-12-07 23:00")),
    );
    expect((await week.report(closed.runId)).mails).toMatchObject({
      sent: 0,
      problems: [{ studentId: "ann", status: "not-sent" }],
    });
    expect(await week.mailsTo("ann")).toEqual(mails);
    expect(week.log.had).toContainEqual(
      refusal("TasksMailStudentWorker", "s3:PutObject", "/students/ann/mail/"),
    );
  });

  test("a schedule keeps its start in its dead-letter queue", async () => {
    const undelivered = new OwnedQueue(week, "ScheduleUndelivered");
    const miss = async (right: RegExp, until: string): Promise<void> => {
      const before = await undelivered.size();
      await without(week, "SchedulerRole", right, async () => {
        week.moveTo(until);
        await undelivered.holds(before + 1);
      });
    };
    await miss(/^states:StartExecution/, "2026-12-14 23:00");
    await miss(/^lambda:InvokeFunction/, "2026-12-15 06:00");
    expect(week.log.had).toContainEqual(refusal("SchedulerRole", "states:StartExecution", ":stateMachine:"));
    expect(week.log.had).toContainEqual(refusal("SchedulerRole", "lambda:InvokeFunction", "WatchDeadline"));
  });
});

describe("what isn't there is told from what is forbidden", () => {
  beforeAll(() => week.moveTo("2026-12-15 20:05"));

  test("by the API", async () => {
    const stranger = await fetch(`${week.region.api}/api/v1/tests`, {
      method: "POST",
      headers: { "x-api-key": `nobody.${"0".repeat(43)}` },
    });
    expect(stranger.status).toBe(401);
    const subject = subjectSchema.parse("linux");
    const questionsOf = (testId: string) => keys.questions({ subject, testId: testIdSchema.parse(testId) });
    const ask = (key: string, path: string) => hidden(week, key, () => ann.everyCall(path));
    expect(await ask(keys.settings, "linux/week2")).toEqual([200, 410, 410]);
    expect(await ask(keys.tests, "linux/week5")).toEqual([200, 404, 404]);
    expect(await ask(keys.profile(studentIdSchema.parse("ann")), "linux/week5")).toEqual([403, 403, 403]);
    expect(await ask(questionsOf("week1"), "linux/week1")).toEqual([200, 410, 410]);
    const week1 = { subject, testId: testIdSchema.parse("week1") };
    const student = studentIdSchema.parse("ann");
    const askPast = (key: string) => hidden(week, key, () => ann.pastCalls("linux/week1"));
    expect(await askPast(questionsOf("week1"))).toEqual([200, 200, 200]);
    expect(await askPast(keys.scores(student))).toEqual([200, 200, 200]);
    expect(await askPast(keys.grade(student, week1))).toEqual([200, 200, 404]);
    expect(await askPast(keys.tests)).toEqual([200, 200, 200]);
    expect(await askPast(keys.profile(student))).toEqual([403, 403, 403]);
    const read = await ann.calendar();
    const askCalendar = (key: string) =>
      hidden(week, key, async () => [await ann.calendarState(), await read()]);
    // First, while the gateway remembers that the key is right.
    expect(await askCalendar(keys.profile(student))).toEqual([403, 404]);
    expect(await askCalendar(keys.tests)).toEqual([200, 200]);
    expect(await askCalendar(keys.calendar(student))).toEqual([200, 404]);
  });

  test("by a closing part, which leaves a grade that is gone out of the statistics", async () => {
    const week3 = { subject: subjectSchema.parse("linux"), testId: testIdSchema.parse("week3") };
    const tally = keys.tally(week3, runIdSchema.parse("2026-12-07T22-00-00Z"), 0);
    const before = await week.bucket.get(tally);
    await hidden(week, keys.grade(studentIdSchema.parse("ann"), week3), async () => {
      expect(await calls.again("ClosePart")).toMatchObject({ part: 0, counts: { graded: 1 } });
      expect((await week.bucket.get(tally))?.text).not.toContain("ann");
    });
    const closedAgain = () => calls.again("ClosePart");
    expect(await hidden(week, keys.questions(week3), closedAgain)).toMatchObject({ part: 0 });
    await closedAgain();
    expect((await week.bucket.get(tally))?.text).toBe(before?.text);
  });

  test("by the run and by those who watch over it", async () => {
    const { functions, plan } = week.region;
    const watch = plan.functions.find(({ name }) => name.includes("WatchDeadline"))?.name ?? "";
    const scheduledTime = new Date(week.clock.now()).toISOString();
    for (const key of [keys.settings, keys.tests, keys.roster, keys.gradedThrough]) {
      await hidden(week, key, async () => {
        await calls.again("OpenRun");
        const seen = await functions.invoke(watch, { scheduledTime }, { kind: "owner" });
        expect(seen).toMatchObject({ ok: true });
      });
    }
    const closed = keys.partLedger(runIdSchema.parse("2026-12-07T22-00-00Z"), 0);
    await hidden(week, closed, async () => {
      expect(await calls.again("CloseRun")).toMatch(/1 part of 1 was not closed, the first is part 1/);
    });
  });

  test("by a closing run, which books earlier runs too", async () => {
    const failedFirst = keys.run(runIdSchema.parse("2026-11-23T22-00-00Z"));
    const record = await readJson(week.bucket, failedFirst, runRecordSchema);
    await week.bucket.put(failedFirst, JSON.stringify({ ...record, booked: undefined }));
    await hidden(week, keys.bookedRuns, () => calls.again("CloseRun"));
    expect(await readJson(week.bucket, failedFirst, runRecordSchema)).toEqual(record);
  });
});

test("work that comes twice, and work whose step is over, is known as such", async () => {
  const annsAppeal = "students/ann/_appeals/linux/week1/q1.json";
  await hidden(week, annsAppeal, async () => {
    expect(await calls.again("MailTrainer")).toMatchObject({ status: "sent" });
  });
  expect(await calls.again("MailTrainer")).toMatchObject({ status: "sent" });
});

const namesOfRights = (statements: readonly Statement[]): string[] =>
  [...eachRight(statements)].map(({ right }) => nameOf(right));

test("every right of every role is needed, or known to be of no use here", () => {
  const unneeded = [...week.region.plan.roles.values()].flatMap(({ logicalId, arn, statements }) =>
    [...eachRight(statements)]
      .filter(({ left }) => !record.isMissed(arn, statements, left))
      .map(({ right }) => nameOf(right))
      .filter((name) => !notAskedForHere.some(([pattern]) => pattern.test(name)))
      .map((name) => `${logicalId}: ${name}`),
  );
  expect(unneeded).toEqual([]);
});

test("what is known to be of no use here is a right that some role has", () => {
  const all = [...week.region.plan.roles.values()].flatMap(({ statements }) => namesOfRights(statements));
  for (const [pattern] of notAskedForHere) expect(all).toContainEqual(expect.stringMatching(pattern));
});

import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { RunRecord } from "../../course/run/run-record.ts";
import { instant, mondayRun, runId, testRef } from "../tasks/support/course.ts";
import { arn } from "../tasks/support/opened-run.ts";
import { type CourseCloud, startCourseCloud, stateMachineArn } from "./support/course-cloud.ts";
import { closed, scriptRun } from "./support/scripted-run.ts";

let cloud: CourseCloud;
beforeEach(async () => {
  cloud = await startCourseCloud();
});
afterEach(() => cloud.stop());

const record = (changes: Partial<RunRecord> = {}): RunRecord => ({
  runId: mondayRun,
  executionArn: arn("monday"),
  cutoff: instant("2026-11-23T22:00:00.000Z"),
  resumes: null,
  status: "closed",
  students: 2,
  ...changes,
});

const store = async (...records: RunRecord[]): Promise<void> => {
  for (const each of records) await cloud.bucket.put(`runs/${each.runId}/run.json`, JSON.stringify(each));
};

/** What Step Functions lists, the latest first, a page each. */
const list = (...pages: Readonly<Record<string, string>>[]): void => {
  cloud.script.ListExecutions = (input) => {
    const page = Number((input as { nextToken?: string }).nextToken ?? 0);
    return {
      executions: Object.entries(pages[page] ?? {}).map(([name, status]) => ({
        executionArn: arn(name),
        stateMachineArn,
        name,
        status,
        startDate: 1_795_000_000,
      })),
      ...(page + 1 < pages.length && { nextToken: String(page + 1) }),
    };
  };
};

const lines = async (...args: string[]) => (await cloud.trainer("runs", ...args)).out.split("\n");

describe("runs calls a run", () => {
  test("closed when its execution succeeded, or is forgotten", async () => {
    await store(record());
    for (const page of [{ monday: "SUCCEEDED" }, {}]) {
      list(page);
      expect(await lines()).toEqual([`${mondayRun}  closed  students: 2  ${arn("monday")}`]);
    }
  });

  test.each([
    ["FAILED", "failed"],
    ["ABORTED", "was stopped"],
    ["TIMED_OUT", "took longer than it may"],
  ])("failed when its execution %s, though its record says that it is open", async (status, words) => {
    await store(record({ status: "open" }));
    list({ monday: status });
    expect(await lines()).toEqual([
      `${mondayRun}  failed  students: 2  ${arn("monday")}`,
      `  ${words}. Grade what is left: bin/trainer resume ${mondayRun}`,
    ]);
  });

  test("failed when its execution failed after it had closed, and says what is there all the same", async () => {
    await store(record());
    list({ monday: "FAILED" });
    expect(await lines()).toEqual([
      `${mondayRun}  failed  students: 2  ${arn("monday")}`,
      "  failed after everything was graded: the mail to the trainer may not have gone out. See: bin/trainer mail --unknown",
    ]);
    expect(JSON.parse((await lines("--json")).join())).toEqual([
      { ...record(), status: "failed", execution: "FAILED", again: false, hasGradebook: true, link: null },
    ]);
  });

  test("failed when another page of the executions says so", async () => {
    await store(record({ status: "open" }));
    list({ tuesday: "SUCCEEDED" }, { monday: "ABORTED" });
    expect((await lines())[0]).toContain("failed");
  });

  test("by the tests that it has graded, whether its record or its report says so", async () => {
    const counts = { roster: 4, graded: 2, missing: 1, failed: 1 };
    const tests = ["Booting", "Files"].map((title) => ({
      subject: "linux",
      testId: title.toLowerCase(),
      title,
    }));
    list({ monday: "SUCCEEDED" });
    const words = "  Booting, Files: 2 graded, 1 missing, 1 failed";
    await store(record({ closed: { tests: tests.map(asTest), counts } }));
    expect((await lines())[1]).toBe(words);
    await store(record());
    const half = { roster: 2, graded: 1, missing: 1, failed: 0 };
    const other = { roster: 2, graded: 1, missing: 0, failed: 1 };
    const stored = {
      ...report,
      tests: tests.map((one, index) => ({ ...one, counts: index === 0 ? half : other })),
    };
    await cloud.bucket.put(`runs/${mondayRun}/report.json`, JSON.stringify(stored));
    expect((await lines())[1]).toBe(words);
  });

  test("again when it graded the tests of an earlier run, and lists it by when it closed", async () => {
    const again = runId(`${mondayRun}-again-1`);
    const next = runId("2026-11-30T22-00-00Z");
    const counts = { roster: 1, graded: 1, missing: 0, failed: 0 };
    const closedAt = (at: string) => ({ closed: { at: instant(at), tests: [], counts } });
    await store(
      record(closedAt("2026-11-23T22:01:00.000Z")),
      record({ runId: again, executionArn: arn("again"), ...closedAt("2026-12-09T10:00:00.000Z") }),
      record({
        ...{ runId: next, executionArn: arn("next"), cutoff: instant("2026-11-30T22:00:00.000Z") },
        ...closedAt("2026-11-30T22:01:00.000Z"),
      }),
    );
    list({});
    const all = await lines();
    expect(all.filter((line) => line.startsWith("2026")).map((line) => line.split(" ")[0])).toEqual([
      again,
      next,
      mondayRun,
    ]);
    expect(all[2]).toBe(`  again, for the deadline of run ${mondayRun}`);
  });

  test("again when it was asked for that, though somebody had more time since and it has a later cutoff", async () => {
    await store(record({ again: true }));
    list({});
    expect((await lines())[1]).toBe("  again, asked for by grade --again");
    expect(JSON.parse((await cloud.trainer("runs", "--json")).out)).toMatchObject([{ again: true }]);
  });

  test("resumed, and a resumption what it resumed", async () => {
    const resumption = runId(`${mondayRun}-resume-1`);
    await store(
      record({ status: "failed", resumedBy: resumption }),
      record({ runId: resumption, executionArn: arn("r1"), resumes: mondayRun, students: 1 }),
    );
    list({ r1: "SUCCEEDED", monday: "FAILED" });
    expect(await lines()).toEqual([
      `${resumption}  closed  students: 1  ${arn("r1")}`,
      `  resumed run ${mondayRun}`,
      `${mondayRun}  failed  students: 2  ${arn("monday")}`,
      `  resumed by run ${resumption}`,
      "  failed",
    ]);
  });
});

test("runs tells of executions that failed before they had opened a run", async () => {
  await store(record());
  list({ early: "FAILED", double: "SUCCEEDED", monday: "SUCCEEDED" });
  const { out, err } = await cloud.trainer("runs");
  expect(out).toBe(`${mondayRun}  closed  students: 2  ${arn("monday")}`);
  expect(err).toBe(
    `Started 2026-11-18T11:06:40.000Z and failed before any student was graded: ${arn("early")}`,
  );
});

describe("runs --notices", () => {
  const machine = "arn:aws:states:us-east-1:000000000000:stateMachine:Notices";
  const none = { already: 0, submitted: 0, off: 0, lapsed: 0, unknown: 0, failed: 0 };
  const counts = { ...none, listed: 4, told: 3, refused: 1 };
  const closedNotices = { noticeId: "2026-11-23T20-00-00Z", counts, reportKey: "notices/x/report.json" };
  const told: Readonly<Record<string, object>> = {
    waits: { status: "RUNNING", input: "{}" },
    reminds: {
      ...{ status: "SUCCEEDED", input: JSON.stringify({ remind: {} }) },
      output: JSON.stringify([closedNotices]),
    },
    fails: { status: "FAILED", input: JSON.stringify({ from: "2026-11-18T11:00:00.000Z" }) },
  };

  test("lists the notices to students and what they told, page by page, no more than asked for", async () => {
    await cloud.stop();
    cloud = await startCourseCloud({ NoticesStateMachineArn: machine });
    list({ waits: "RUNNING" }, { reminds: "SUCCEEDED", fails: "FAILED" });
    cloud.script.DescribeExecution = (input) => {
      const { executionArn } = Object(input);
      const name = Object.keys(told).find((one) => arn(one) === executionArn) ?? "";
      return { executionArn, stateMachineArn: machine, startDate: 1_795_000_000, ...told[name] };
    };
    expect(await lines("--notices")).toEqual([
      `2026-11-18T11:06:40.000Z  running  ${arn("waits")}`,
      "  The day's notices",
      `2026-11-18T11:06:40.000Z  succeeded  ${arn("reminds")}`,
      "  Reminder by hand: 3 notices; 1 refused",
      `2026-11-18T11:06:40.000Z  failed  ${arn("fails")}`,
      "  After a publishing",
    ]);
    const json = JSON.parse((await lines("--notices", "--most", "2", "--json")).join(""));
    expect(json).toMatchObject([{ status: "RUNNING" }, { startedBy: "by-hand", counts, link: null }]);
  });

  test("says so when the course has none", async () => {
    expect(await lines("--notices")).toEqual(["This course sends no notices."]);
  });
});

test("runs without any says so", async () => {
  list({});
  expect(await lines()).toEqual(["There is no run yet."]);
});

describe("a run that was resumed says by which one", () => {
  const resumption = runId(`${mondayRun}-resume-1`);
  const words = `Resumed by run ${resumption}; see it with: bin/trainer watch ${resumption}`;

  test("to who watches it", async () => {
    await store(record({ resumedBy: resumption }));
    scriptRun(cloud, closed(1));
    await cloud.bucket.put(`runs/${mondayRun}/report.json`, JSON.stringify(report));
    const { code, err } = await cloud.trainer("watch", mondayRun);
    expect(code).toBe(1);
    expect(err.split("\n")[0]).toBe(words);
    expect(err).toContain(`1 test could not be graded; the report says why. ${words}`);
  });

  test("to who asks for its gradebook", async () => {
    await store(record({ resumedBy: resumption }));
    await cloud.bucket.put(`runs/${mondayRun}/gradebook.csv`, '"studentId"\r\n"ann"\r\n');
    expect(await cloud.trainer("gradebook", mondayRun)).toMatchObject({ code: 0, err: words });
  });
});

const asTest = ({ title, testId }: { readonly title: string; readonly testId: string }) => ({
  ...testRef(testId),
  title,
});

const report = {
  runId: mondayRun,
  students: 0,
  tests: [],
  missing: [],
  failed: [],
  mails: { sent: 0, problems: [] },
};

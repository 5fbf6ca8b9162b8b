import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DescribeExecutionCommand, ListExecutionsCommand, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { closedRun } from "./support/closed-run.ts";
import { writeWeeksCourse } from "./support/course-folder.ts";
import { storedVersions } from "./support/stored-versions.ts";
import { type RunEnd, Week } from "./support/week.ts";

jest.setTimeout(120_000);

const runId = "2026-11-23T22-00-00Z";
const mondayMs = Date.parse("2026-11-23T22:00:00Z");

let folder: string;
let week: Week;
let scheduled: string;
let ends: RunEnd[];

/** What the scheduler does when it delivers a start a second time: the same input in another execution. */
const deliverAgain = async (): Promise<string> => {
  const { input, stateMachineArn } = await week.aws.states.send(
    new DescribeExecutionCommand({ executionArn: scheduled }),
  );
  const again = await week.aws.states.send(new StartExecutionCommand({ stateMachineArn, input }));
  return again.executionArn ?? "";
};

const executionNames = async (): Promise<(string | undefined)[]> => {
  const stateMachineArn = week.region.outputs.StateMachineArn;
  const { executions = [] } = await week.aws.states.send(new ListExecutionsCommand({ stateMachineArn }));
  return executions.map(({ name }) => name);
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "twice-"));
  const tests = [{ path: "linux/week1", opens: "2026-11-17 20:00" }];
  week = await Week.begin(writeWeeksCourse(folder, ["ann", "bob"], tests), "2026-11-17 20:05");
  await week.submit("ann", "linux/week1", 4);
  week.moveTo("2026-11-23 23:00");
  scheduled = await week.scheduledRun();
  const others = await Promise.all([deliverAgain(), week.startRun()]);
  const executions = [scheduled, ...others];
  const { executionArn: owner } = await week.runs.waitFor(
    "one of them lets late writes land",
    ({ type }) => type === "WaitStateEntered",
  );
  ends = await Promise.all(executions.map((arn) => (arn === owner ? week.closed(arn) : week.endOf(arn))));
});

afterAll(async () => {
  await week.end();
  rmSync(folder, { recursive: true });
});

test("a schedule that fires twice with a start by hand beside it is one run", async () => {
  const [run, ...more] = ends.filter(({ output }) => !JSON.stringify(output).includes("already-run"));
  if (!run) throw new Error("No execution ran.");
  expect(more).toEqual([]);
  expect(closedRun(run)).toMatchObject({ runId, counts: { roster: 2, graded: 1, missing: 1, failed: 0 } });
  const others = ends.filter((end) => end !== run);
  expect(others).toEqual(
    others.map(({ executionArn }) => ({
      executionArn,
      status: "SUCCEEDED",
      output: { status: "already-run", runId, executionArn: run.executionArn },
    })),
  );
  expect((await week.inbox()).map(({ subject }) => subject)).toEqual([
    "Your score for “week1”",
    expect.stringMatching(/: week1 graded, 1 of 2, 1 missing$/),
  ]);
});

test("a start by hand after the run has closed finds nothing due, and changes nothing", async () => {
  const before = [await storedVersions(week, "students/"), await week.inbox()];
  const end = await week.endOf(await week.startRun());
  expect(end).toMatchObject({ status: "SUCCEEDED", output: { status: "nothing-due" } });
  expect([await storedVersions(week, "students/"), await week.inbox()]).toEqual(before);
});

test("the same start delivered again after the run has closed changes nothing", async () => {
  const before = [await storedVersions(week, "students/"), await week.inbox()];
  const end = await week.endOf(await deliverAgain());
  expect([end.status, JSON.stringify(end.output)]).toEqual([
    "SUCCEEDED",
    expect.stringMatching(/already-run|nothing-due/),
  ]);
  expect([await storedVersions(week, "students/"), await week.inbox()]).toEqual(before);
});

test("a schedule whose delivery was not marked before a kill starts no second execution", async () => {
  const before = [await executionNames(), await week.inbox()];
  await week.stop();
  const file = join(week.data, "schedules.json");
  const marked = readFileSync(file, "utf8");
  writeFileSync(file, marked.replace(String(mondayMs), String(mondayMs - 60_000)));
  expect(readFileSync(file, "utf8")).not.toBe(marked);
  await week.start();
  await week.stop();
  expect(readFileSync(file, "utf8")).toBe(marked);
  await week.start();
  expect([await executionNames(), await week.inbox()]).toEqual(before);
});

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import * as z from "zod";
import { awsExecutionLink } from "../../trainer/aws/execution-link.ts";
import { course } from "../tasks/support/course.ts";
import { type CourseCloud, owner, startCourseCloud, stateMachineArn } from "./support/course-cloud.ts";
import { closed, executionArn, scriptRun } from "./support/scripted-run.ts";

let cloud: CourseCloud;
beforeEach(async () => {
  cloud = await startCourseCloud();
});
afterEach(() => cloud.stop());

const notes = [`Following ${executionArn}`, "  Open run", "  Grade every student", "2 of 2 students"].join(
  "\n",
);

test("watch follows the latest run to its end", async () => {
  scriptRun(cloud, closed(0), 3);
  const asked: unknown[] = [];
  cloud.script.ListExecutions = (input) => {
    asked.push(input);
    return { executions: [{ executionArn, stateMachineArn, name: "x", status: "RUNNING", startDate: 1 }] };
  };
  const { code, out, err } = await cloud.trainer("watch");
  expect({ code, err }).toEqual({ code: 0, err: notes });
  expect(out).toContain("Run 2026-11-23T22-00-00Z: 2 graded, 0 missing, 0 failed, of 2 tests due.");
  expect(asked).toEqual([{ stateMachineArn, maxResults: 1 }]);
});

test("watch says how long a run still waits for late writes", async () => {
  scriptRun(cloud, closed(0), 3);
  const at = cloud.clock.now();
  const opened = { ...openRun, landedBy: new Date(at + 35_000).toISOString() };
  const history = [
    {
      ...{ id: 1, previousEventId: 0, timestamp: at / 1000, type: "TaskStateExited" },
      stateExitedEventDetails: { name: "Open run", output: JSON.stringify(opened) },
    },
    {
      ...{ id: 2, previousEventId: 1, timestamp: at / 1000, type: "WaitStateEntered" },
      stateEnteredEventDetails: { name: "Let late writes land" },
    },
  ];
  cloud.script.GetExecutionHistory = (input) => {
    const { reverseOrder } = z.object({ reverseOrder: z.boolean().optional() }).parse(input);
    return { events: reverseOrder ? history.toReversed() : history };
  };
  const { err } = await cloud.trainer("watch", executionArn);
  expect(err).toMatch(/ {2}Let late writes land\n {4}3[3-6] s left\n/);
});

const openRun = {
  status: "open",
  runId: "2026-11-23T22-00-00Z",
  course,
  roster: { bucket: "course", key: "runs/x/roster.jsonl", students: 2 },
  resultsPrefix: "runs/x/results",
};

test("watch counts the students of parts to come, whatever the size of the part under way", async () => {
  scriptRun(cloud, closed(0));
  const part = (number: number, students: number) => ({
    ...{ part: number, resultsPrefix: `runs/x/parts/${number}/results` },
    roster: { bucket: "course", key: `runs/x/parts/${number}/roster.jsonl`, students },
  });
  const opened = {
    ...{ status: "open", runId: "2026-11-23T22-00-00Z", course, parts: [part(0, 2), part(1, 3)] },
    landedBy: "2026-11-23T22:00:35.000Z",
  };
  const exited = { name: "Open run", output: JSON.stringify(opened) };
  const event = { id: 1, previousEventId: 0, timestamp: 1, type: "TaskStateExited" };
  cloud.script.GetExecutionHistory = () => ({ events: [{ ...event, stateExitedEventDetails: exited }] });
  expect((await cloud.trainer("watch", executionArn)).err).toContain("2 of 5 students");
});

test("watch finds a run by its id, and an execution by its ARN", async () => {
  const runId = "2026-11-16T22-00-00Z";
  const record = {
    runId,
    executionArn,
    cutoff: "2026-11-16T22:00:00.000Z",
    resumes: null,
    status: "open",
    students: 2,
  };
  await cloud.bucket.put(`runs/${runId}/run.json`, JSON.stringify(record));
  for (const name of [runId, executionArn]) {
    scriptRun(cloud, closed(0));
    expect(await cloud.trainer("watch", name)).toMatchObject({ code: 0, err: notes });
  }
});

test("watch fails as the run does", async () => {
  scriptRun(cloud, { status: "FAILED", error: "LedgerNotClosed", cause: "1 + 0 is not 2" });
  const { code, err } = await cloud.trainer("watch", executionArn);
  expect(code).toBe(1);
  expect(err).toContain("The run failed with LedgerNotClosed: 1 + 0 is not 2");
});

test("watch says of a run whose trainer's mail failed that all was graded, and shows no stack trace", async () => {
  const cause = JSON.stringify({
    errorMessage: "Nobody knows whether the trainer's mail went out.",
    trace: ["mail-trainer.ts:38"],
  });
  scriptRun(cloud, { status: "FAILED", error: "TrainerMailNotSent", cause });
  expect((await cloud.trainer("watch", executionArn)).err).toContain(
    [
      "The run failed with TrainerMailNotSent: Nobody knows whether the trainer's mail went out.",
      "All was graded before. The gradebook: bin/trainer gradebook",
      `Its history: ${executionArn}`,
    ].join("\n"),
  );
});

test("watch says what to do when there is nothing to follow", async () => {
  cloud.script.ListExecutions = () => ({ executions: [] });
  expect((await cloud.trainer("watch")).err).toContain("There is no run yet.");
  expect((await cloud.trainer("watch", "2026-11-16T22-00-00Z")).err).toContain(
    "See the runs with: bin/trainer runs",
  );
  expect(await cloud.trainer("watch", "monday")).toMatchObject({ code: 2 });
});

describe("links", () => {
  const withConsole = (more: { readonly consoleToken?: string } = {}): void => {
    const ready = { aws: cloud.aws, ...owner, console: "http://127.0.0.1:4040/console", ...more };
    writeFileSync(join(cloud.data, "ready.json"), JSON.stringify(ready));
  };
  const link = "http://127.0.0.1:4040/console/#/runs/x";

  test("lead from grade and watch to the local region's console", async () => {
    withConsole();
    scriptRun(cloud, closed(0));
    expect((await cloud.trainer("grade")).err).toContain(`Started ${executionArn}\nConsole: ${link}\n`);
    expect((await cloud.trainer("watch", executionArn)).err).toContain(`Console: ${link}\n`);
    expect(JSON.parse((await cloud.trainer("watch", executionArn, "--json")).out)).toMatchObject({ link });
  });

  test("lead to the execution that the run belongs to, when it is another", async () => {
    withConsole();
    const other = executionArn.replace(/x$/, "y");
    const output = { status: "already-run", runId: "2026-11-23T22-00-00Z", executionArn: other };
    scriptRun(cloud, { status: "SUCCEEDED", output: JSON.stringify(output) });
    expect(JSON.parse((await cloud.trainer("grade", "--json")).out)).toMatchObject({
      executionArn: other,
      link: link.replace(/x$/, "y"),
    });
  });

  test("open prints the console's address, or that there is none", async () => {
    expect(await cloud.trainer("open", "--print")).toMatchObject({ code: 1, out: "" });
    withConsole();
    expect(await cloud.trainer("open", "--print")).toEqual({
      code: 0,
      out: "http://127.0.0.1:4040/console",
      err: "",
    });
    const { out } = await cloud.trainer("open", "--json");
    expect(JSON.parse(out)).toEqual({ console: "http://127.0.0.1:4040/console" });
  });

  test("open says the token that the console asks for, never in its address", async () => {
    withConsole({ consoleToken: "0123456789abcdef" });
    const { out, err } = await cloud.trainer("open", "--print");
    expect(out).toBe("http://127.0.0.1:4040/console");
    expect(err).toContain("the token 0123456789abcdef");
    expect(JSON.parse((await cloud.trainer("open", "--json")).out)).toEqual({
      console: "http://127.0.0.1:4040/console",
      token: "0123456789abcdef",
    });
  });

  test("lead to the partition and region of the stack's own console page", () => {
    const page =
      "https://eu-west-1.console.aws.amazon.com/states/home?region=eu-west-1#/statemachines/view/arn:x";
    expect(awsExecutionLink(page, executionArn)).toBe(
      `https://eu-west-1.console.aws.amazon.com/states/home?region=eu-west-1#/v2/executions/details/${executionArn}`,
    );
  });
});

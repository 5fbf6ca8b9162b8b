import {
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  ListExecutionsCommand,
  RedriveExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { AwsError, type Json } from "../../../src/ports.ts";
import { FakeFunctions } from "./support/fakes.ts";
import { asking, callOf, mapOf } from "./support/machines.ts";
import { Rig } from "./support/rig.ts";

const broken = { ok: false, error: "Broken", cause: "no luck" } as const;

let rig: Rig;
let isMended: boolean;
let calls: Json[];
let refused: string;
beforeEach(async () => {
  isMended = false;
  refused = "";
  calls = [];
  rig = await Rig.start({
    authorize: (_, action, arn) => {
      if (action === refused) throw new AwsError("AccessDeniedException", `no right to ${action} on ${arn}`);
    },
    functions: new FakeFunctions({
      grade: (item) => {
        calls.push(item);
        return Number(item) < 0 && !isMended ? broken : item;
      },
    }),
  });
});
afterEach(() => rig.stop());

/** A Distributed Map with this step for each item, after one that succeeds. */
const map = (step: Json, more: object = {}): Json =>
  mapOf({ StartAt: "Prepare", States: { Prepare: { Type: "Pass", Next: "Grade" }, Grade: step } }, more);

const grading = callOf("grade", "{% $states.input %}");

test("a failed Map run goes on: children that failed run again, the others keep their results", async () => {
  const { arn, status } = await rig.run(map(grading, { MaxConcurrency: 1 }), [1, -2, 3]);
  expect([status, calls]).toEqual(["FAILED", [1, -2]]);
  isMended = true;
  expect(await rig.redriven(arn)).toMatchObject({ status: "SUCCEEDED", output: "[1,-2,3]", redriveCount: 1 });
  expect(calls).toEqual([1, -2, -2, 3]);
  expect((await rig.types(arn)).slice(-6)).toEqual([
    "ExecutionRedriven",
    "MapRunRedriven",
    "MapRunSucceeded",
    "MapStateSucceeded",
    "MapStateExited",
    "ExecutionSucceeded",
  ]);
});

test("the Map run and its children show that they were redriven", async () => {
  const { arn } = await rig.run(map(grading, { MaxConcurrency: 1 }), [1, -2, 3]);
  const mapRunArn = await rig.mapRunArn(arn);
  const failed = await rig.client.send(new ListExecutionsCommand({ mapRunArn, statusFilter: "FAILED" }));
  const executionArn = failed.executions?.[0]?.executionArn;
  expect(await rig.client.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
    redriveStatus: "REDRIVABLE_BY_MAP_RUN",
  });
  await expect(rig.client.send(new RedriveExecutionCommand({ executionArn }))).rejects.toMatchObject({
    name: "ExecutionNotRedrivable",
  });
  isMended = true;
  await rig.redriven(arn);
  expect(await rig.client.send(new DescribeMapRunCommand({ mapRunArn }))).toMatchObject({
    status: "SUCCEEDED",
    redriveCount: 1,
    redriveDate: expect.any(Date),
    executionCounts: { succeeded: 3, failed: 0, pendingRedrive: 0, total: 3 },
  });
  const list = async (redriveFilter: "REDRIVEN" | "NOT_REDRIVEN") =>
    (await rig.client.send(new ListExecutionsCommand({ mapRunArn, redriveFilter }))).executions;
  expect(await list("REDRIVEN")).toMatchObject([{ executionArn, redriveCount: 1, status: "SUCCEEDED" }]);
  expect(await list("NOT_REDRIVEN")).toHaveLength(2);
  expect(await rig.types(executionArn ?? "")).toEqual([
    "ExecutionStarted",
    "PassStateEntered",
    "PassStateExited",
    "TaskStateEntered",
    "TaskScheduled",
    "TaskStarted",
    "TaskFailed",
    "ExecutionFailed",
    "ExecutionRedriven",
    "TaskScheduled",
    "TaskStarted",
    "TaskSucceeded",
    "TaskStateExited",
    "ExecutionSucceeded",
  ]);
});

test("a Map run whose redrive fails too can be redriven again", async () => {
  const { arn } = await rig.run(map(grading), [-1, -2]);
  expect(await rig.redriven(arn)).toMatchObject({ status: "FAILED", redriveCount: 1 });
  isMended = true;
  expect(await rig.redriven(arn)).toMatchObject({ status: "SUCCEEDED", redriveCount: 2, output: "[-1,-2]" });
});

test("an execution stopped in the middle of a Map run goes on with it, also after a kill", async () => {
  const answer = (n: number) =>
    rig.queues.token(n).then((token) =>
      rig.engine.service({
        method: "POST",
        path: "/",
        query: new URLSearchParams(),
        headers: { "x-amz-target": "AWSStepFunctions.SendTaskSuccess" },
        body: Buffer.from(JSON.stringify({ taskToken: token, output: String(n) })),
        principal: { kind: "owner" },
      }),
    );
  const executionArn = await rig.start(map(asking, { MaxConcurrency: 2 }), [1, 2, 3]);
  await rig.queues.message(1);
  await answer(0);
  await rig.queues.message(2);
  await rig.client.send(new StopExecutionCommand({ executionArn }));
  await rig.ended(executionArn);
  await rig.client.send(new RedriveExecutionCommand({ executionArn }));
  await rig.queues.message(4);
  await rig.event(
    (e) => e.type === "TaskSubmitted" && rig.events.filter((x) => x.type === "TaskSubmitted").length === 5,
  );
  await rig.killAndReopen();
  await answer(3);
  await answer(4);
  await rig.event((e) => e.executionArn === executionArn && e.type === "ExecutionSucceeded");
  expect(await rig.client.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
    status: "SUCCEEDED",
  });
  expect(rig.queues.sent).toHaveLength(5);
  expect((await rig.types(executionArn)).filter((type) => type === "MapRunRedriven")).toHaveLength(1);
});

test("a role without the right to redrive children fails the Map state", async () => {
  refused = "RedriveExecution";
  const { arn } = await rig.run(map(grading), [-1]);
  expect(await rig.redriven(arn)).toMatchObject({
    status: "FAILED",
    error: "StepFunctions.AccessDeniedException",
    cause: expect.stringMatching(/^no right to RedriveExecution on \S+:execution:machine-1\/grade:/),
  });
  expect(calls).toEqual([-1]);
});

test("a role without the right to start children fails the Map state, and the history says so", async () => {
  refused = "StartExecution";
  const { arn, ...ended } = await rig.run(map(grading), [1]);
  expect(ended).toMatchObject({ status: "FAILED", cause: expect.stringMatching(/:stateMachine:machine-1$/) });
  expect((await rig.types(arn)).slice(1, -1)).toEqual([
    "MapStateEntered",
    "MapStateStarted",
    "MapRunStarted",
    "MapRunFailed",
    "MapStateFailed",
  ]);
});

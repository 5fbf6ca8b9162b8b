import {
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  RedriveExecutionCommand,
  SendTaskSuccessCommand,
  StopExecutionCommand,
  UpdateStateMachineCommand,
} from "@aws-sdk/client-sfn";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { Json } from "../../../src/ports.ts";
import { FakeFunctions } from "./support/fakes.ts";
import { asking, callOf } from "./support/machines.ts";
import { machineOf, Rig } from "./support/rig.ts";

const broken = { ok: false, error: "Broken", cause: "no luck" } as const;

let rig: Rig;
/** The calls of `flaky` from this number on succeed. */
let mendedFrom: number;
let calls: string[];

beforeEach(async () => {
  mendedFrom = 2;
  calls = [];
  rig = await Rig.start({
    functions: new FakeFunctions({
      flaky: (_, call) => (call < mendedFrom ? broken : "mended"),
      named: (payload, call) => {
        calls.push(String(payload));
        return payload === "bad" && call < mendedFrom ? broken : payload;
      },
      last: async (_, call) => {
        if (call === 1) await rig.event((e) => e.type === "TaskStateExited");
        return call < mendedFrom ? broken : "last";
      },
    }),
  });
});
afterEach(() => rig.stop());

const minuteMs = 60_000;

/** The clock goes by itself as well, so limits are tried from a minute away. */
const advance = (ms: number): void => rig.clock.moveTo(rig.clock.now() + ms);

const redrive = async (executionArn: string, clientToken?: string): Promise<Date | undefined> =>
  (await rig.client.send(new RedriveExecutionCommand({ executionArn, clientToken }))).redriveDate;

const described = (executionArn: string) => rig.client.send(new DescribeExecutionCommand({ executionArn }));

describe("an execution that failed", () => {
  const flaky = machineOf("First", {
    First: { Type: "Pass", Assign: { seen: "{% $states.input.n %}" }, Next: "Second" },
    Second: callOf("flaky", 1, { Output: "{% {'seen': $seen, 'context': $states.context.Execution} %}" }),
  });

  test("goes on at the state that failed, with what was assigned before", async () => {
    const { arn, status } = await rig.run(flaky, { n: 7 });
    expect([status, (await described(arn)).redriveStatus]).toEqual(["FAILED", "REDRIVABLE"]);
    const again = await rig.redriven(arn);
    expect(again).toMatchObject({ status: "SUCCEEDED", redriveCount: 1, redriveStatus: "NOT_REDRIVABLE" });
    expect(again.error).toBeUndefined();
    expect(JSON.parse(again.output ?? "")).toMatchObject({
      seen: 7,
      context: { RedriveCount: 1, RedriveTime: again.redriveDate?.toISOString() },
    });
    const events = await rig.history(arn);
    expect(events.map(({ type }) => type)).toEqual([
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
    expect(events[8]).toMatchObject({
      id: 9,
      previousEventId: 8,
      executionRedrivenEventDetails: { redriveCount: 1 },
    });
    expect(events[9]).toMatchObject({ id: 10, previousEventId: 9 });
  });

  test("may be redriven more than once, and counts it", async () => {
    mendedFrom = 3;
    const { arn } = await rig.run(flaky, { n: 7 });
    expect(await rig.redriven(arn)).toMatchObject({ status: "FAILED", error: "Broken", redriveCount: 1 });
    expect(await rig.redriven(arn)).toMatchObject({ status: "SUCCEEDED", redriveCount: 2 });
  });

  test("has all its retries again", async () => {
    mendedFrom = 4;
    const retried = machineOf("Only", {
      Only: callOf("flaky", 1, {
        Retry: [{ ErrorEquals: ["States.ALL"], MaxAttempts: 1, IntervalSeconds: 1 }],
        Output: "{% $states.context.State.RetryCount %}",
      }),
    });
    const retry = async (arn: string, failures: number) => {
      await rig.event(
        (e) =>
          e.type === "TaskFailed" &&
          rig.events.filter((x) => x.executionArn === arn && x.type === "TaskFailed").length === failures,
      );
      advance(1000);
    };
    const arn = await rig.start(retried);
    await retry(arn, 1);
    expect(await rig.ended(arn)).toMatchObject({ status: "FAILED" });
    const again = rig.redriven(arn);
    await retry(arn, 3);
    expect(await again).toMatchObject({ status: "SUCCEEDED", output: "1" });
  });

  test("keeps the definition that it had", async () => {
    const stateMachineArn = await rig.createMachine(flaky);
    const { executionArn } = await rig.engine.startExecution({ stateMachineArn, input: '{"n":1}' });
    await rig.ended(executionArn);
    const other = machineOf("Other", { Other: { Type: "Pass", Output: "other", End: true } });
    await rig.client.send(
      new UpdateStateMachineCommand({ stateMachineArn, definition: JSON.stringify(other) }),
    );
    expect(JSON.parse((await rig.redriven(executionArn)).output ?? "")).toMatchObject({ seen: 1 });
  });

  test("at a Fail state fails there again", async () => {
    const { arn } = await rig.run(machineOf("End", { End: { Type: "Fail", Error: "Over" } }));
    expect(await rig.redriven(arn)).toMatchObject({ status: "FAILED", error: "Over", redriveCount: 1 });
  });

  test("is taken up where it was when the region is killed after the redrive", async () => {
    mendedFrom = 2;
    const machine = machineOf("First", {
      First: callOf("flaky", 1, { End: undefined, Next: "Rest" }),
      Rest: { Type: "Wait", Seconds: 60, End: true },
    });
    const { arn } = await rig.run(machine);
    await redrive(arn);
    await rig.event((e) => e.executionArn === arn && e.type === "WaitStateEntered");
    await rig.killAndReopen();
    advance(60_000);
    expect(await rig.ended(arn)).toBeDefined();
    expect((await rig.types(arn)).filter((type) => type === "TaskScheduled")).toHaveLength(2);
    expect(await described(arn)).toMatchObject({ status: "SUCCEEDED", redriveCount: 1 });
  });
});

describe("an execution that was stopped", () => {
  test("asks its waiting task anew: the old token is over", async () => {
    const executionArn = await rig.start(machineOf("Ask", { Ask: asking }));
    const old = await rig.queues.token(0);
    await rig.event((e) => e.type === "TaskSubmitted");
    await rig.client.send(new StopExecutionCommand({ executionArn }));
    await rig.ended(executionArn);
    const again = rig.redriven(executionArn);
    const fresh = await rig.queues.token(1);
    expect(fresh).not.toBe(old);
    const answer = (taskToken: string) =>
      rig.client.send(new SendTaskSuccessCommand({ taskToken, output: '"done"' }));
    await expect(answer(old)).rejects.toMatchObject({ name: "TaskTimedOut" });
    await answer(fresh);
    expect(await again).toMatchObject({ status: "SUCCEEDED", output: '"done"' });
  });

  test("waits its seconds, and has its time, anew", async () => {
    const resting = machineOf(
      "Rest",
      { Rest: { Type: "Wait", Seconds: 60, End: true } },
      { TimeoutSeconds: 100 },
    );
    const executionArn = await rig.start(resting);
    await rig.event((e) => e.type === "WaitStateEntered");
    advance(50_000);
    await rig.client.send(new StopExecutionCommand({ executionArn }));
    await rig.ended(executionArn);
    const again = rig.redriven(executionArn);
    await rig.event((e) => e.type === "ExecutionRedriven");
    advance(59_000);
    expect(await described(executionArn)).toMatchObject({ status: "RUNNING" });
    advance(1000);
    expect(await again).toMatchObject({ status: "SUCCEEDED" });
  });
});

describe("what has branches of its own", () => {
  test("a Parallel runs only those again that failed or were ended", async () => {
    const branch = (name: string, state: Json): Json => ({ StartAt: name, States: { [name]: state } });
    const branches = [branch("Good", callOf("named", "good")), branch("Last", callOf("last", null))];
    const machine = machineOf("Fan", { Fan: { Type: "Parallel", Branches: branches, End: true } });
    const { arn, status } = await rig.run(machine);
    expect(status).toBe("FAILED");
    expect(await rig.redriven(arn)).toMatchObject({ status: "SUCCEEDED", output: '["good","last"]' });
    expect(calls).toEqual(["good"]);
  });

  test("an inline Map runs only those iterations again that failed", async () => {
    mendedFrom = 4;
    const machine = machineOf("Each", {
      Each: {
        Type: "Map",
        MaxConcurrency: 1,
        Items: ["one", "two", "bad", "three"],
        ItemProcessor: { StartAt: "Name", States: { Name: callOf("named", "{% $states.input %}") } },
        End: true,
      },
    });
    const { arn, status } = await rig.run(machine);
    expect(status).toBe("FAILED");
    expect(await rig.redriven(arn)).toMatchObject({ output: '["one","two","bad","three"]' });
    expect(calls).toEqual(["one", "two", "bad", "bad", "three"]);
  });
});

describe("an execution that can't be redriven", () => {
  const failing = machineOf("End", { End: { Type: "Fail", Error: "Over" } });
  const refused = (reason: string) => ({
    name: "ExecutionNotRedrivable",
    message: expect.stringContaining(reason),
  });

  test("is one that runs or succeeded", async () => {
    const running = await rig.start(machineOf("Rest", { Rest: { Type: "Wait", Seconds: 60, End: true } }));
    await expect(redrive(running)).rejects.toMatchObject(
      refused("Execution is RUNNING and cannot be redriven"),
    );
    const { arn } = await rig.run(machineOf("P", { P: { Type: "Pass", End: true } }));
    await expect(redrive(arn)).rejects.toMatchObject(
      refused("Execution is SUCCEEDED and cannot be redriven"),
    );
    expect(await described(arn)).toMatchObject({
      redriveStatus: "NOT_REDRIVABLE",
      redriveStatusReason: "Execution is SUCCEEDED and cannot be redriven",
    });
  });

  test("is one that ended more than 14 days ago", async () => {
    const { arn } = await rig.run(failing);
    advance(14 * 86_400_000 - minuteMs);
    expect((await described(arn)).redriveStatus).toBe("REDRIVABLE");
    advance(2 * minuteMs);
    await expect(redrive(arn)).rejects.toMatchObject(refused("Execution redrivable period exceeded"));
  });

  test("is one whose state machine was deleted", async () => {
    const { arn, stateMachineArn } = await rig.run(failing);
    await rig.client.send(new DeleteStateMachineCommand({ stateMachineArn }));
    await expect(redrive(arn)).rejects.toMatchObject(refused("State machine is in DELETING status"));
  });

  test("is none at all", async () => {
    const none = "arn:aws:states:us-east-1:000000000000:execution:none:none";
    await expect(redrive(none)).rejects.toMatchObject({ name: "ExecutionDoesNotExist" });
    await expect(redrive("none")).rejects.toMatchObject({ name: "InvalidArn" });
  });
});

test("a client token that redrove an execution is answered as before for 15 minutes", async () => {
  const { arn } = await rig.run(machineOf("End", { End: { Type: "Fail" } }));
  const first = await redrive(arn, "once");
  await rig.event((e) => e.type === "ExecutionFailed" && e.id > 4);
  advance(14 * minuteMs);
  expect(await redrive(arn, "once")).toEqual(first);
  expect((await described(arn)).redriveCount).toBe(1);
  advance(2 * minuteMs);
  expect(await redrive(arn, "once")).not.toEqual(first);
});

import * as sfn from "@aws-sdk/client-sfn";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import * as z from "zod";
import type { Json } from "../../../src/ports.ts";
import { FakeFunctions } from "./support/fakes.ts";
import { modelProblems } from "./support/model.ts";
import { machineOf, queueUrl, Rig, roleArn } from "./support/rig.ts";

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start({
    functions: new FakeFunctions({
      echo: (payload) => payload,
      broken: () => ({ ok: false, error: "Broken", cause: "no luck" }),
      never: () => new Promise<Json>(() => undefined),
    }),
  });
});
afterEach(() => rig.stop());

/** An action's answer as it goes over the wire. */
const raw = async (action: string, request: Json): Promise<unknown> => {
  const answer = await rig.engine.service({
    method: "POST",
    path: "/",
    query: new URLSearchParams(),
    headers: { "x-amz-target": `AWSStepFunctions.${action}` },
    body: Buffer.from(JSON.stringify(request)),
    principal: { kind: "owner" },
  });
  if (answer.status !== 200) throw new Error(`${action} answered ${answer.status}: ${answer.body}`);
  return JSON.parse(String(answer.body));
};

const historyOf = (executionArn: string) => raw("GetExecutionHistory", { executionArn, maxResults: 1000 });

const call = (name: string, more: object = {}): Json => ({
  Type: "Task",
  Resource: "arn:aws:states:::lambda:invoke",
  Arguments: { FunctionName: name, Payload: {} },
  End: true,
  ...more,
});

const ask = (more: object = {}): Json => ({
  Type: "Task",
  Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
  Arguments: { QueueUrl: queueUrl, MessageBody: "{% {'token': $states.context.Task.Token} %}" },
  TimeoutSeconds: 60,
  End: true,
  ...more,
});

const function_ = (name: string): Json => ({
  Type: "Task",
  Resource: `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
  TimeoutSeconds: 60,
  HeartbeatSeconds: 30,
  End: true,
});

const each = (state: Json, more: object = {}): Json => ({
  Type: "Map",
  ItemProcessor: { StartAt: "Inner", States: { Inner: state } },
  End: true,
  ...more,
});

const distributed = { ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" }, StartAt: "Inner" };

const caught = { Catch: [{ ErrorEquals: ["States.ALL"], Next: "AssignError" }] };
const assignError: Json = { Type: "Pass", Assign: { error: "{% $states.input %}" }, End: true };

/** Machines whose histories have among them every type of event that the engine records. */
const machines: readonly (readonly [name: string, definition: Json, input?: Json])[] = [
  ["a task that succeeds", machineOf("A", { A: call("echo", { Assign: { seen: 1 } }) })],
  ["a task that fails", machineOf("A", { A: call("broken") })],
  ["a task that is caught", machineOf("A", { A: call("broken", caught), AssignError: assignError })],
  ["a function that succeeds", machineOf("A", { A: function_("echo") })],
  ["a function that fails", machineOf("A", { A: function_("broken") })],
  [
    "a message that can't be sent",
    machineOf("A", { A: ask({ Arguments: { QueueUrl: "no", MessageBody: "x" } }) }),
  ],
  ["an expression that fails", machineOf("A", { A: { Type: "Pass", Output: "{% $nothing %}", End: true } })],
  [
    "a choice without a way",
    machineOf("A", { A: { Type: "Choice", Choices: [{ Condition: false, Next: "B" }] }, B: assignError }),
  ],
  ["a Fail with nothing to say", machineOf("A", { A: { Type: "Fail" } })],
  [
    "a Parallel that fails",
    machineOf("A", {
      A: {
        Type: "Parallel",
        Branches: [
          { StartAt: "Rest", States: { Rest: { Type: "Wait", Seconds: 60, End: true } } },
          { StartAt: "Break", States: { Break: call("broken") } },
        ],
        End: true,
      },
    }),
  ],
  ["an inline Map", machineOf("A", { A: each(call("echo")) }), [1, 2]],
  ["an inline Map that fails", machineOf("A", { A: each(call("broken")) }), [1, 2]],
  [
    "a Distributed Map",
    machineOf("A", {
      A: each(call("echo"), { ItemProcessor: { ...distributed, States: { Inner: call("echo") } } }),
    }),
    [1, 2],
  ],
  [
    "a Distributed Map that fails",
    machineOf("A", {
      A: each(call("broken"), { ItemProcessor: { ...distributed, States: { Inner: call("broken") } } }),
    }),
    [1, 2],
  ],
];

describe("the history is what AWS's model knows", () => {
  test.each(machines)("of %s", async (_, definition, input = {}) => {
    const { arn } = await rig.run(definition, input);
    expect(modelProblems(sfn.GetExecutionHistoryOutput$, await historyOf(arn))).toEqual([]);
  });

  test("of waiting tasks that are answered, refused, late and silent", async () => {
    const states = machineOf("A", { A: ask({ HeartbeatSeconds: 30 }) });
    const arns = await Promise.all([1, 2, 3].map(() => rig.start(states)));
    const timed = await rig.start(machineOf("A", { A: ask() }));
    const [first, second, ...others] = await Promise.all([0, 1, 2, 3].map((n) => rig.queues.token(n)));
    await rig.event(
      () => rig.events.filter(({ type }) => type === "TaskSubmitted").length === 1 + others.length + 1,
    );
    await raw("SendTaskSuccess", { taskToken: first ?? "", output: "{}" });
    await raw("SendTaskFailure", { taskToken: second ?? "", error: "E", cause: "C" });
    rig.clock.moveTo(rig.clock.now() + 61_000);
    for (const arn of [...arns, timed]) {
      await rig.ended(arn);
      expect(modelProblems(sfn.GetExecutionHistoryOutput$, await historyOf(arn))).toEqual([]);
    }
    const types = rig.events.map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(["TaskSucceeded", "TaskFailed", "TaskTimedOut"]));
  });

  test("of executions that are stopped, time out and are redriven", async () => {
    const resting = machineOf("A", { A: { Type: "Wait", Seconds: 600, End: true } }, { TimeoutSeconds: 60 });
    const executionArn = await rig.start(resting);
    await raw("StopExecution", { executionArn, error: "E", cause: "C" });
    await rig.ended(executionArn);
    await raw("RedriveExecution", { executionArn });
    rig.clock.moveTo(rig.clock.now() + 61_000);
    await rig.event(({ type }) => type === "ExecutionTimedOut");
    expect(modelProblems(sfn.GetExecutionHistoryOutput$, await historyOf(executionArn))).toEqual([]);
  });
});

test("every answer of the API is what AWS's model knows", async () => {
  const problems = async (action: string, request: Json, schema: unknown) =>
    modelProblems(schema, await raw(action, request), action);
  const map = each(call("broken"), { ItemProcessor: { ...distributed, States: { Inner: call("broken") } } });
  const { arn: executionArn, stateMachineArn = "" } = await rig.run(machineOf("A", { A: map }), [1, 2]);
  const { mapRuns } = z
    .object({ mapRuns: z.array(z.object({ mapRunArn: z.string() })) })
    .parse(await raw("ListMapRuns", { executionArn }));
  const mapRunArn = mapRuns[0]?.mapRunArn ?? "";
  const definition = JSON.stringify(machineOf("A", { A: assignError }));
  const found = [
    await problems("CreateStateMachine", { name: "new", definition, roleArn }, sfn.CreateStateMachineOutput$),
    await problems("UpdateStateMachine", { stateMachineArn, definition }, sfn.UpdateStateMachineOutput$),
    await problems("DescribeStateMachine", { stateMachineArn }, sfn.DescribeStateMachineOutput$),
    await problems("ListStateMachines", {}, sfn.ListStateMachinesOutput$),
    await problems(
      "DescribeStateMachineForExecution",
      { executionArn },
      sfn.DescribeStateMachineForExecutionOutput$,
    ),
    await problems("ListTagsForResource", { resourceArn: stateMachineArn }, sfn.ListTagsForResourceOutput$),
    await problems("DescribeExecution", { executionArn }, sfn.DescribeExecutionOutput$),
    await problems("ListExecutions", { stateMachineArn }, sfn.ListExecutionsOutput$),
    await problems("ListExecutions", { mapRunArn }, sfn.ListExecutionsOutput$),
    await problems("ListMapRuns", { executionArn }, sfn.ListMapRunsOutput$),
    await problems("DescribeMapRun", { mapRunArn }, sfn.DescribeMapRunOutput$),
    await problems("RedriveExecution", { executionArn }, sfn.RedriveExecutionOutput$),
    await problems("StartExecution", { stateMachineArn }, sfn.StartExecutionOutput$),
    await problems("StopExecution", { executionArn }, sfn.StopExecutionOutput$),
    await problems("DescribeExecution", { executionArn }, sfn.DescribeExecutionOutput$),
    await problems("DescribeMapRun", { mapRunArn }, sfn.DescribeMapRunOutput$),
    await problems("DeleteStateMachine", { stateMachineArn }, sfn.DeleteStateMachineOutput$),
  ];
  expect(found.flat()).toEqual([]);
});

test("a status that is none is refused in AWS's words, with those that there are", async () => {
  const stateMachineArn = await rig.createMachine(machineOf("A", { A: assignError }));
  await expect(raw("ListExecutions", { stateMachineArn, statusFilter: "succeeded" })).rejects.toThrow(
    "Value 'succeeded' at 'statusFilter' failed to satisfy constraint: Member must satisfy enum value set: [SUCCEEDED, TIMED_OUT, PENDING_REDRIVE, ABORTED, FAILED, RUNNING]",
  );
});

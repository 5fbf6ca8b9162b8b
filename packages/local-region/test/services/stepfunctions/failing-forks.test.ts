import { SendTaskSuccessCommand } from "@aws-sdk/client-sfn";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { Json } from "../../../src/ports.ts";
import { FakeFunctions } from "./support/fakes.ts";
import { machineOf, queueUrl, Rig } from "./support/rig.ts";

let rig: Rig;
/** Names of the functions, as they were called. */
let called: string[];
beforeEach(async () => {
  called = [];
  const functions = new FakeFunctions({
    breaks: () => {
      called.push("breaks");
      return { ok: false, error: "E", cause: "C" };
    },
    works: () => {
      called.push("works");
      return 1;
    },
  });
  rig = await Rig.start({ functions });
});
afterEach(() => rig.stop());

const call = (name: Json): Json => ({
  Type: "Task",
  Resource: "arn:aws:states:::lambda:invoke",
  Arguments: { FunctionName: name },
  End: true,
});
const ask: Json = {
  Type: "Task",
  Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
  Arguments: {
    QueueUrl: queueUrl,
    MessageBody: { token: "{% $states.context.Task.Token %}", input: "{% $states.input %}" },
  },
  Output: "{% $states.input %}",
  End: true,
};
const one = (name: string, state: Json): Json => ({ StartAt: name, States: { [name]: state } });
const parallel = (branches: readonly Json[], more: object = {}): Json =>
  machineOf("Both", { Both: { Type: "Parallel", Branches: branches, End: true, ...more } });
const map = (processor: Json, more: object = {}): Json =>
  machineOf("Each", { Each: { Type: "Map", ItemProcessor: processor, End: true, ...more } });

/** From the first event of this type on. */
const typesFrom = async (arn: string, type: string): Promise<(string | undefined)[]> => {
  const types = await rig.types(arn);
  return types.slice(types.indexOf(type));
};

test("a failed task is recorded once, and then once by each state around it", async () => {
  const inner = {
    StartAt: "Each",
    States: { Each: { Type: "Map", ItemProcessor: one("Call", call("breaks")), End: true } },
  };
  const { arn, error } = await rig.run(parallel([inner]), [1]);
  expect(error).toBe("E");
  expect(await typesFrom(arn, "TaskFailed")).toEqual([
    "TaskFailed",
    "MapIterationFailed",
    "MapStateFailed",
    "ParallelStateFailed",
    "ExecutionFailed",
  ]);
});

test("a Map that is tried again tells of its failure after the last attempt only", async () => {
  const Retry = [{ ErrorEquals: ["E"], IntervalSeconds: 1, MaxAttempts: 1 }];
  const arn = await rig.start(map(one("Call", call("breaks")), { Retry }), [1]);
  await rig.event((e) => e.type === "MapIterationFailed");
  rig.clock.moveTo(rig.clock.now() + 1000);
  await rig.ended(arn);
  const types = await typesFrom(arn, "MapStateEntered");
  expect(types.filter((type) => type?.startsWith("Map"))).toEqual([
    "MapStateEntered",
    "MapStateStarted",
    "MapIterationStarted",
    "MapIterationFailed",
    "MapStateStarted",
    "MapIterationStarted",
    "MapIterationFailed",
    "MapStateFailed",
  ]);
  expect(called).toEqual(["breaks", "breaks"]);
});

test("the attempts of a Map that failed before a kill have failed for good", async () => {
  const Retry = [{ ErrorEquals: ["E"], IntervalSeconds: 1, MaxAttempts: 1 }];
  const Catch = [{ ErrorEquals: ["E"], Next: "Caught" }];
  const definition = machineOf("Each", {
    Each: { Type: "Map", ItemProcessor: one("Call", call("breaks")), Retry, Catch, End: true },
    Caught: { Type: "Succeed" },
  });
  const arn = await rig.start(definition, [1]);
  await rig.event((e) => e.type === "MapIterationFailed");
  const again = rig.event((e) => e.type === "MapStateStarted" && e.id > 3);
  rig.clock.moveTo(rig.clock.now() + 1000);
  await again;
  await rig.killAndReopen();
  expect(await rig.ended(arn)).toMatchObject({ status: "SUCCEEDED" });
  const types = await typesFrom(arn, "MapStateEntered");
  expect(types.filter((type) => /^Map(State|Iter)/.test(type ?? ""))).toEqual([
    "MapStateEntered",
    "MapStateStarted",
    "MapIterationStarted",
    "MapIterationFailed",
    "MapStateStarted",
    "MapIterationStarted",
    "MapIterationFailed",
    "MapStateFailed",
    "MapStateExited",
  ]);
});

test("a Map without a list to map over fails as a Map, after the evaluation did", async () => {
  const processor = one("Pass", { Type: "Pass", End: true });
  const given = await rig.run(map(processor, { Items: "{% 5 %}" }));
  const ended = ["EvaluationFailed", "MapStateFailed", "ExecutionFailed"];
  expect(await typesFrom(given.arn, "EvaluationFailed")).toEqual(ended);
  expect(given.cause).toMatch(/Expected 'array', but was 'number' for value: 5$/);
  const input = await rig.run(map(processor), 1);
  expect(await typesFrom(input.arn, "EvaluationFailed")).toEqual(ended);
  expect(input.cause).toMatch(/ Map state input must be an array but was: 1$/);
});

test("nothing more is started once an iteration has failed", async () => {
  const slowly = "{% $states.context.Map.Item.Index = 0 ? 'breaks' : ($sum([1..3000].($ * 2)); 'works') %}";
  const definition = machineOf("Each", {
    Each: {
      Type: "Map",
      ItemSelector: { name: slowly },
      ItemProcessor: one("Call", call("{% $states.input.name %}")),
      Catch: [{ ErrorEquals: ["E"], Next: "Ask" }],
      End: true,
    },
    Ask: ask,
  });
  const arn = await rig.start(definition, [1, 2, 3]);
  const taskToken = await rig.queues.token(0);
  await rig.client.send(new SendTaskSuccessCommand({ taskToken, output: "{}" }));
  await rig.ended(arn);
  const types = await typesFrom(arn, "MapStateExited");
  expect(types.filter((type) => type?.startsWith("MapIteration"))).toEqual([]);
});

test("branches that go on after a kill have the input that they were given before it", async () => {
  const definition = parallel([one("AskA", ask), one("AskB", ask)], {
    Arguments: { id: "{% $uuid() %}" },
    Output: "{% $states.result.id %}",
  });
  const arn = await rig.start(definition);
  const tokens = [await rig.queues.token(0), await rig.queues.token(1)];
  await rig.killAndReopen();
  for (const taskToken of tokens) {
    await rig.client.send(new SendTaskSuccessCommand({ taskToken, output: "{}" }));
  }
  const { output } = await rig.ended(arn);
  const [a, b] = JSON.parse(output ?? "[]");
  expect(a).toMatch(/^[0-9a-f-]{36}$/);
  expect(b).toBe(a);
});

test("what a branch or an iteration is given has the size of any other input", async () => {
  const big = "{% $pad('', 300000, 'x') %}";
  const small = one("Small", { Type: "Pass", Output: 1, End: true });
  const tooBig = { error: "States.DataLimitExceeded" };
  expect(await rig.run(parallel([small], { Arguments: big }))).toMatchObject(tooBig);
  expect(await rig.run(map(small, { ItemSelector: big }), [1])).toMatchObject(tooBig);
});

test("events follow on one another as on AWS", async () => {
  const { arn } = await rig.run(map(one("Pass", { Type: "Pass", End: true })), [1]);
  const succeeded = (await rig.history(arn)).map((e) => [e.type, e.id, e.previousEventId]);
  expect(succeeded.slice(-4)).toEqual([
    ["MapIterationSucceeded", 7, 6],
    ["MapStateSucceeded", 8, 7],
    ["MapStateExited", 9, 7],
    ["ExecutionSucceeded", 10, 9],
  ]);
  const failing = await rig.run(map(one("Fail", { Type: "Fail", Error: "E" })), [1]);
  const failed = (await rig.history(failing.arn)).map((e) => [e.type, e.id, e.previousEventId]);
  expect(failed.slice(-4)).toEqual([
    ["FailStateEntered", 5, 4],
    ["MapIterationFailed", 6, 5],
    ["MapStateFailed", 7, 5],
    ["ExecutionFailed", 8, 7],
  ]);
});

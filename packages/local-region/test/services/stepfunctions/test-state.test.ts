/** Longer than most: all tests share one service, and each kind of state has its own rules. */

import { TestStateCommand, type TestStateCommandInput } from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Json } from "../../../src/ports.ts";
import { FakeFunctions } from "./support/fakes.ts";
import { Rig, roleArn } from "./support/rig.ts";

let rig: Rig;
/** Resolves when `never` is called. */
const called = Promise.withResolvers<void>();
beforeAll(async () => {
  rig = await Rig.start({
    functions: new FakeFunctions({
      double: (payload) => Number(payload) * 2,
      broken: () => ({ ok: false, error: "Broken", cause: "no luck" }),
      never: () => {
        called.resolve();
        return new Promise<Json>(() => undefined);
      },
    }),
  });
});
afterAll(() => rig.stop());

type More = Partial<Omit<TestStateCommandInput, "definition" | "input">>;

const jsonata = { QueryLanguage: "JSONata" };

/** The answer, with the JSON in it read. */
const tried = async (definition: object, input: Json, more: More = {}) => {
  const answer = await rig.client.send(
    new TestStateCommand({ definition: JSON.stringify(definition), input: JSON.stringify(input), ...more }),
  );
  const { $metadata: _, output, inspectionData, ...rest } = answer;
  const read = (value: unknown): unknown => (typeof value === "string" ? JSON.parse(value) : value);
  const inspected = Object.entries(inspectionData ?? {}).map(([name, value]) => [name, read(value)]);
  return {
    ...rest,
    ...(output === undefined ? {} : { output: read(output) }),
    ...(inspectionData === undefined ? {} : { inspectionData: Object.fromEntries(inspected) }),
  };
};

const result = (value: Json) => ({ mock: { result: JSON.stringify(value) } });
const errorOutput = { mock: { errorOutput: { error: "Mocked", cause: "on purpose" } } };
const debug = { inspectionLevel: "DEBUG" } as const;

const invoke = (more: object = {}) => ({
  ...jsonata,
  Type: "Task",
  Resource: "arn:aws:states:::lambda:invoke",
  Arguments: { FunctionName: "double", Payload: "{% $states.input.n %}" },
  Output: "{% $states.result.Payload %}",
  End: true,
  ...more,
});

describe("a state that only computes", () => {
  test.each<[string, object, object]>([
    [
      "Pass",
      { Type: "Pass", Output: "{% $states.input.n + 1 %}", Next: "Then" },
      { status: "SUCCEEDED", output: 4, nextState: "Then" },
    ],
    [
      "Choice",
      { Type: "Choice", Choices: [{ Condition: "{% $states.input.n > 2 %}", Next: "Many" }], Default: "Few" },
      { status: "SUCCEEDED", output: { n: 3 }, nextState: "Many" },
    ],
    ["Wait", { Type: "Wait", Seconds: 0, End: true }, { status: "SUCCEEDED", output: { n: 3 } }],
    ["Succeed", { Type: "Succeed" }, { status: "SUCCEEDED", output: { n: 3 } }],
    [
      "Fail",
      { Type: "Fail", Error: "Over", Cause: "{% 'n is ' & $states.input.n %}" },
      { status: "FAILED", error: "Over", cause: "n is 3" },
    ],
  ])("%s runs as it is, and takes no mock", async (type, state, answer) => {
    expect(await tried({ ...jsonata, ...state }, { n: 3 })).toEqual(answer);
    await expect(tried({ ...jsonata, ...state }, {}, result({}))).rejects.toMatchObject({
      name: "ValidationException",
      message: `State type '${type}' is not supported when a mock is specified`,
    });
  });

  test("sees the variables that are given, and shows them with those that it assigns", async () => {
    const state = { ...jsonata, Type: "Pass", Assign: { b: 2 }, Output: "{% $a %}", End: true };
    expect(await tried(state, {}, { variables: '{"a":1}', ...debug })).toEqual({
      status: "SUCCEEDED",
      output: 1,
      inspectionData: { input: {}, variables: { a: 1, b: 2 } },
    });
  });

  test("has a context of its own", async () => {
    const state = { ...jsonata, Type: "Pass", Output: "{% $states.context %}", End: true };
    const { output } = await tried(state, { n: 3 });
    expect(output).toEqual({
      Execution: {
        Id: expect.stringContaining(":express:"),
        Input: { n: 3 },
        Name: expect.any(String),
        RoleArn: null,
        StartTime: expect.any(String),
      },
      StateMachine: { Id: expect.stringContaining(":stateMachine:"), Name: expect.any(String) },
      State: { Name: "StateName", EnteredTime: expect.any(String) },
    });
  });
});

describe("a Task", () => {
  test("with a role calls the service", async () => {
    expect(await tried(invoke(), { n: 4 }, { roleArn })).toEqual({ status: "SUCCEEDED", output: 8 });
    const broken = invoke({ Arguments: { FunctionName: "broken" } });
    expect(await tried(broken, {}, { roleArn })).toEqual({
      status: "FAILED",
      error: "Broken",
      cause: "no luck",
    });
  });

  test("times out after five minutes", async () => {
    const waiting = tried(invoke({ Arguments: { FunctionName: "never" } }), {}, { roleArn });
    await called.promise;
    rig.clock.moveTo(rig.clock.now() + 300_000);
    expect(await waiting).toEqual({ status: "FAILED", error: "States.Timeout" });
  });

  test("with a mock calls nothing, and shows what it would have called with", async () => {
    const before = rig.functions.calls.length;
    expect(await tried(invoke(), { n: 4 }, { ...result({ Payload: "mocked" }), ...debug })).toEqual({
      status: "SUCCEEDED",
      output: "mocked",
      inspectionData: {
        input: { n: 4 },
        afterArguments: { FunctionName: "double", Payload: 4 },
        result: { Payload: "mocked" },
      },
    });
    expect(rig.functions.calls).toHaveLength(before);
  });

  test("is retried, until its retrier is used up, and then caught", async () => {
    const Retry = [
      { ErrorEquals: ["Other"] },
      { ErrorEquals: ["Mocked"], IntervalSeconds: 1, MaxAttempts: 5, BackoffRate: 2 },
    ];
    const Catch = [{ ErrorEquals: ["Mocked"], Output: "{% $states.errorOutput %}", Next: "Caught" }];
    const failure = { error: "Mocked", cause: "on purpose" };
    const after = (state: object, retrierRetryCount: number) =>
      tried(state, { n: 4 }, { ...errorOutput, ...debug, stateConfiguration: { retrierRetryCount } });
    expect(await after(invoke({ Retry }), 4)).toMatchObject({
      ...failure,
      status: "RETRIABLE",
      inspectionData: { errorDetails: { retryIndex: 1, retryBackoffIntervalSeconds: 16 } },
    });
    expect(await after(invoke({ Retry }), 5)).toEqual({
      ...failure,
      status: "FAILED",
      inspectionData: {
        input: { n: 4 },
        afterArguments: { FunctionName: "double", Payload: 4 },
        errorDetails: { retryIndex: 1 },
      },
    });
    expect(await after(invoke({ Retry, Catch }), 5)).toMatchObject({
      ...failure,
      status: "CAUGHT_ERROR",
      nextState: "Caught",
      output: { Error: "Mocked", Cause: "on purpose" },
      inspectionData: { errorDetails: { catchIndex: 0 } },
    });
  });

  test("that waits for a token has the given context's, and its worker's answer", async () => {
    const state = {
      ...jsonata,
      Type: "Task",
      Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
      Arguments: { QueueUrl: "q", MessageBody: "{% $states.context.Task.Token %}" },
      Next: "Then",
    };
    const context = JSON.stringify({ Task: { Token: "abcd" } });
    expect(await tried(state, {}, { ...result(["any"]), ...debug, context })).toMatchObject({
      output: ["any"],
      nextState: "Then",
      inspectionData: { afterArguments: { MessageBody: "abcd" } },
    });
    await expect(tried(state, {}, { roleArn })).rejects.toThrow("needs a mock");
  });
});

const each = (more: object = {}, mode: object = { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" }) => ({
  ...jsonata,
  Type: "Map",
  ItemProcessor: {
    ProcessorConfig: mode,
    StartAt: "Grade",
    States: { Grade: { Type: "Pass", Output: "{% $states.context.Map.Item %}", End: true } },
  },
  End: true,
  ...more,
});

describe("a Map", () => {
  test("shows what each iteration would start with, and its bounds", async () => {
    const state = each({
      Items: "{% $states.input.items %}",
      ItemSelector: { n: "{% $states.context.Map.Item.Value %}", at: "{% $states.context.Map.Item.Index %}" },
      ItemBatcher: { MaxItemsPerBatch: 2 },
      ToleratedFailurePercentage: 1,
      MaxConcurrency: 7,
    });
    const selected = [1, 2, 3].map((n, at) => ({ n, at }));
    expect(await tried(state, { items: [1, 2, 3] }, { ...result(["done"]), ...debug })).toEqual({
      status: "SUCCEEDED",
      output: ["done"],
      inspectionData: {
        input: { items: [1, 2, 3] },
        afterItemSelector: selected,
        afterItemBatcher: [{ Items: selected.slice(0, 2) }, { Items: selected.slice(2) }],
        toleratedFailurePercentage: 1,
        maxConcurrency: 7,
      },
    });
  });

  test("reads the data that is given in the place of its object", async () => {
    const state = each({
      ItemReader: {
        Resource: "arn:aws:states:::s3:getObject",
        Arguments: { Bucket: "b", Key: "k" },
        ReaderConfig: { InputType: "CSV", CSVHeaderLocation: "FIRST_ROW" },
      },
      ItemSelector: "{% $states.context.Map.Item.Value.id %}",
    });
    const stateConfiguration = { mapItemReaderData: "id,name\n7,Ada\n8,Bob\n" };
    expect(await tried(state, {}, { ...result([]), ...debug, stateConfiguration })).toMatchObject({
      inspectionData: { afterItemSelector: ["7", "8"] },
    });
  });

  test("fails when more items failed than it tolerates, where it says how many", async () => {
    const failed = (state: object, mapIterationFailureCount: number) =>
      tried(state, [1, 2, 3], { ...result([0]), stateConfiguration: { mapIterationFailureCount } });
    expect(await failed(each(), 2)).toMatchObject({ status: "SUCCEEDED" });
    expect(await failed(each({ ToleratedFailureCount: 1 }), 1)).toMatchObject({ status: "SUCCEEDED" });
    expect(await failed(each({ ToleratedFailureCount: 1 }), 2)).toEqual({
      status: "FAILED",
      error: "States.ExceedToleratedFailureThreshold",
      cause: "The specified tolerated failure threshold was exceeded",
    });
    await expect(failed(each({ ToleratedFailureCount: 1 }), 4)).rejects.toThrow("there are 3 items");
  });

  test("has a mock of the shape of its result", async () => {
    await expect(tried(each(), [])).rejects.toMatchObject({ name: "InvalidDefinition" });
    await expect(tried(each(), [], result({}))).rejects.toThrow("Mocked result must be an array.");
    const Resource = "arn:aws:states:::s3:putObject";
    const writing = each({ ResultWriter: { Resource, Arguments: { Bucket: "b" } } });
    await expect(tried(writing, [], result([]))).rejects.toThrow("Mocked result must be a JSON object.");
  });
});

test("a Parallel has a mock with a result for each branch", async () => {
  const branch = (name: string) => ({ StartAt: name, States: { [name]: { Type: "Pass", End: true } } });
  const state = {
    ...jsonata,
    Type: "Parallel",
    Arguments: "{% $states.input.n %}",
    Branches: [branch("One"), branch("Two")],
    Catch: [{ ErrorEquals: ["Mocked"], Next: "Caught" }],
    Next: "Then",
  };
  expect(await tried(state, { n: 1 }, { ...result(["a", "b"]), ...debug })).toEqual({
    status: "SUCCEEDED",
    output: ["a", "b"],
    nextState: "Then",
    inspectionData: { input: { n: 1 }, afterArguments: 1, result: ["a", "b"] },
  });
  const stateConfiguration = { errorCausedByState: "One" };
  expect(await tried(state, { n: 1 }, { ...errorOutput, stateConfiguration })).toMatchObject({
    status: "CAUGHT_ERROR",
    nextState: "Caught",
  });
  await expect(tried(state, { n: 1 }, result(["a"]))).rejects.toThrow("same number of items");
});

test("a state of a whole machine is found by its name, in a Map with an item around it", async () => {
  const machine = { ...jsonata, StartAt: "Each", States: { Each: each() } };
  expect(await tried(machine, 5, { stateName: "Grade" })).toEqual({
    status: "SUCCEEDED",
    output: { Index: 0, Value: 5 },
  });
  const showing = { Type: "Pass", Output: "{% $states.context.State.Name %}", End: true };
  const alone = { ...jsonata, StartAt: "Show", States: { Show: showing } };
  expect(await tried(alone, 5, { stateName: "Show" })).toMatchObject({ output: "StateName" });
  await expect(tried(machine, 5, { stateName: "None" })).rejects.toThrow("State not found in definition");
});

describe("refused, in AWS's words", () => {
  test.each<[string | RegExp, object, More]>([
    ["RoleArn must be specified when testing a Task state", invoke(), {}],
    [
      "A test mock should have only one of the following fields: [result, errorOutput].",
      invoke(),
      { mock: { ...result({}).mock, ...errorOutput.mock } },
    ],
    [
      "TestState does not support RevealSecrets when a mock is specified.",
      invoke(),
      { ...result({}), revealSecrets: true },
    ],
    [/^Mocked result must be valid JSON$/, invoke(), { mock: { result: "{", fieldValidationMode: "NONE" } }],
    [
      "Mock result schema validation error: Field 'StatusCode' must be a number",
      invoke(),
      result({ StatusCode: "200" }),
    ],
    ["Invalid Context object provided: 'Map' field is not supported", invoke(), { context: '{"Map":{}}' }],
    [
      "Invalid Context object provided: Field 'Pokedex' is not allowed",
      invoke(),
      { context: '{"Pokedex":{}}' },
    ],
    [
      "Invalid Context object provided: Execution.Id must be a string",
      invoke(),
      { context: '{"Execution":{"Id":1}}' },
    ],
    [
      "Invalid Context object provided: Context object contains 'Task' when state is not a Task state with a '.sync' or '.waitForTaskToken' service integration pattern",
      invoke(),
      { context: '{"Task":{}}' },
    ],
    ["These fields are required", {}, { stateName: "Any" }],
    ["Field 'Bogus' is not supported", { ...jsonata, Type: "Pass", Bogus: 1, End: true }, {}],
  ])("%s", async (message, definition, more) => {
    const mocked = more.context === undefined ? more : { ...result({}), ...more };
    await expect(tried(definition, {}, mocked)).rejects.toThrow(message);
  });

  test("no field of the answer is looked at when the mode says so", async () => {
    const mock = { ...result({ StatusCode: "200", Payload: 1 }).mock, fieldValidationMode: "NONE" } as const;
    expect(await tried(invoke(), {}, { mock, variables: "{}" })).toMatchObject({ status: "FAILED" });
    expect(await tried(invoke(), { n: 1 }, { mock })).toMatchObject({ output: 1 });
  });
});

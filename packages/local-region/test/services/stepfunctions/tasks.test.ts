import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { Json } from "../../../src/ports.ts";
import { FakeFunctions } from "./support/fakes.ts";
import { machineOf, queueUrl, Rig } from "./support/rig.ts";

const functions = () =>
  new FakeFunctions({
    double: (payload) => (typeof payload === "number" ? payload * 2 : null),
    echo: (payload) => payload,
    broken: () => ({ ok: false, error: "TypeError", cause: '{"errorMessage":"x is not a function"}' }),
    flaky: (_, call) => (call < 3 ? { ok: false, error: "TransientError", cause: "busy" } : "at last"),
    huge: () => "x".repeat(256 * 1024),
    never: () => new Promise<Json>(() => undefined),
  });

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start({ functions: functions() });
});
afterEach(() => rig.stop());

const invoke = (name: string, more: object = {}) =>
  machineOf("Call", {
    Call: {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      Arguments: { FunctionName: name, Payload: "{% $states.input %}" },
      Output: "{% $states.result.Payload %}",
      End: true,
      ...more,
    },
  });

describe("lambda:invoke", () => {
  test("calls the function with Payload and gives its answer", async () => {
    const { arn, output } = await rig.run(invoke("double"), 21);
    expect(output).toBe("42");
    const events = await rig.history(arn);
    expect(events.map((e) => e.type)).toEqual([
      "ExecutionStarted",
      "TaskStateEntered",
      "TaskScheduled",
      "TaskStarted",
      "TaskSucceeded",
      "TaskStateExited",
      "ExecutionSucceeded",
    ]);
    expect(events[2]?.taskScheduledEventDetails).toEqual({
      resourceType: "lambda",
      resource: "invoke",
      region: "us-east-1",
      parameters: '{"FunctionName":"double","Payload":21}',
    });
    expect(JSON.parse(events[4]?.taskSucceededEventDetails?.output ?? "")).toMatchObject({
      ExecutedVersion: "$LATEST",
      Payload: 42,
      StatusCode: 200,
    });
  });

  test("shows the response beside the answer: one id, its length in bytes, and the clock's time", async () => {
    const answer = await rig.output(invoke("echo", { Output: "{% $states.result %}" }), "é");
    const { SdkHttpMetadata: http, SdkResponseMetadata: response } = Object(answer);
    expect(Object.keys(Object(answer))).toEqual([
      ...["ExecutedVersion", "Payload", "SdkHttpMetadata", "SdkResponseMetadata", "StatusCode"],
    ]);
    expect(http.HttpHeaders).toMatchObject({
      "Content-Length": "4",
      Date: expect.stringMatching(/^Mon, 23 Nov 2026 22:0\d:\d\d GMT$/),
      "X-Amzn-Trace-Id": expect.stringMatching(/^root=1-[\da-f]{8}-[\da-f]{24};sampled=0$/),
      "x-amzn-RequestId": response.RequestId,
    });
    expect(http.AllHttpHeaders["x-amzn-RequestId"]).toEqual([response.RequestId]);
  });

  test("fails with the function's error name and cause", async () => {
    const { arn, ...ended } = await rig.run(invoke("broken"));
    expect(ended).toMatchObject({
      status: "FAILED",
      error: "TypeError",
      cause: '{"errorMessage":"x is not a function"}',
    });
    expect((await rig.history(arn))[4]).toMatchObject({
      type: "TaskFailed",
      taskFailedEventDetails: { resourceType: "lambda", resource: "invoke", error: "TypeError" },
    });
  });

  test("fails in the words of the service when there is no such function", async () => {
    expect(await rig.run(invoke("absent"))).toMatchObject({ error: "Lambda.ResourceNotFoundException" });
  });

  test("fails by name, and is not caught, when an expression makes arguments that are not supported", async () => {
    const made = (Arguments: string, service = "lambda:invoke") =>
      rig.run(
        machineOf("Call", {
          Call: {
            Type: "Task",
            Resource: `arn:aws:states:::${service}`,
            Arguments,
            Catch: [{ ErrorEquals: ["States.ALL"], Next: "Caught" }],
            End: true,
          },
          Caught: { Type: "Succeed" },
        }),
      );
    expect(
      await made("{% {'FunctionName': 'answer', 'InvocationType': 'Event', 'Bogus': 1} %}"),
    ).toMatchObject({
      error: "States.Runtime",
      cause: `The state 'Call': Arguments/Bogus is not supported; invoke takes FunctionName, Payload, Qualifier, InvocationType; Arguments/InvocationType must be "RequestResponse", not "Event".`,
    });
    expect(await made("{% {'QueueUrl': 'q'} %}", "sqs:sendMessage")).toMatchObject({
      error: "States.Runtime",
      cause: "The state 'Call': Arguments needs MessageBody.",
    });
  });

  test("fails with States.DataLimitExceeded, which States.ALL catches, on an answer over 256 KiB", async () => {
    const ended = await rig.run(
      machineOf("Call", {
        Call: {
          Type: "Task",
          Resource: "arn:aws:states:::lambda:invoke",
          Arguments: { FunctionName: "huge" },
          Catch: [{ ErrorEquals: ["States.ALL"], Next: "Caught" }],
          End: true,
        },
        Caught: { Type: "Succeed" },
      }),
    );
    expect(ended.status).toBe("SUCCEEDED");
    expect(JSON.parse(ended.output ?? "")).toMatchObject({ Error: "States.DataLimitExceeded" });
  });

  test("times out after TimeoutSeconds", async () => {
    const arn = await rig.start(invoke("never", { TimeoutSeconds: "{% 5 + 5 %}" }));
    const scheduled = await rig.event((e) => e.executionArn === arn && e.type === "TaskStarted");
    rig.clock.moveTo(scheduled.timestamp * 1000 + 10_000);
    expect(await rig.ended(arn)).toMatchObject({ status: "FAILED", error: "States.Timeout" });
    const events = await rig.history(arn);
    expect(events[2]?.taskScheduledEventDetails?.timeoutInSeconds).toBe(10);
    expect(events.map((e) => e.type).slice(4)).toEqual(["TaskTimedOut", "ExecutionFailed"]);
  });
});

test("a bare function ARN takes the state's input and gives the function's answer, with its own events", async () => {
  const definition = machineOf("Call", {
    Call: { Type: "Task", Resource: "arn:aws:lambda:us-east-1:000000000000:function:double", End: true },
  });
  const { arn, output } = await rig.run(definition, 4);
  expect(output).toBe("8");
  expect(await rig.types(arn)).toEqual([
    "ExecutionStarted",
    "TaskStateEntered",
    "LambdaFunctionScheduled",
    "LambdaFunctionStarted",
    "LambdaFunctionSucceeded",
    "TaskStateExited",
    "ExecutionSucceeded",
  ]);
});

describe("Retry", () => {
  const retry = (more: object) => [{ ErrorEquals: ["TransientError"], IntervalSeconds: 10, ...more }];

  test("tries again after an interval that grows, and counts its tries in the context", async () => {
    const definition = invoke("flaky", {
      Retry: retry({ BackoffRate: 3 }),
      Output: "{% $states.context.State.RetryCount %}",
    });
    const arn = await rig.start(definition);
    const failures = () => rig.events.filter((e) => e.executionArn === arn && e.type === "TaskFailed");
    await rig.event((e) => e.executionArn === arn && e.type === "TaskFailed");
    rig.clock.moveTo(Number(failures()[0]?.timestamp) * 1000 + 10_000);
    await rig.event(() => failures().length === 2);
    rig.clock.moveTo(Number(failures()[1]?.timestamp) * 1000 + 30_000);
    expect(await rig.ended(arn)).toMatchObject({ status: "SUCCEEDED", output: "2" });
    const scheduled = (await rig.history(arn)).filter((e) => e.type === "TaskScheduled");
    expect(scheduled.map((e) => e.previousEventId)).toEqual([2, 5, 8]);
  });

  test("does not wait longer than MaxDelaySeconds, nor longer than that with jitter", async () => {
    const definition = invoke("flaky", {
      Retry: retry({ BackoffRate: 100, MaxDelaySeconds: 11, JitterStrategy: "FULL" }),
    });
    const arn = await rig.start(definition);
    const failures = () => rig.events.filter((e) => e.executionArn === arn && e.type === "TaskFailed");
    for (const n of [1, 2]) {
      await rig.event(() => failures().length === n);
      rig.clock.moveTo(rig.clock.now() + 11_000);
    }
    expect(await rig.ended(arn)).toMatchObject({ status: "SUCCEEDED" });
  });

  test("gives up after MaxAttempts", async () => {
    const { arn, error } = await rig.run(invoke("flaky", { Retry: retry({ MaxAttempts: 0 }) }));
    expect(error).toBe("TransientError");
    expect(rig.functions.calls).toHaveLength(1);
    expect((await rig.types(arn)).at(-2)).toBe("TaskFailed");
  });
});

describe("Catch", () => {
  test("goes on with errorOutput in reach of its Assign and Output", async () => {
    const definition = machineOf("Call", {
      Call: {
        Type: "Task",
        Resource: "arn:aws:states:::lambda:invoke",
        Arguments: { FunctionName: "broken" },
        Catch: [
          {
            ErrorEquals: ["TypeError"],
            Assign: { failure: "{% $states.errorOutput.Error %}" },
            Output: { was: "{% $states.input %}", cause: "{% $states.errorOutput.Cause %}" },
            Next: "Caught",
          },
        ],
        End: true,
      },
      Caught: {
        Type: "Pass",
        Output: { failure: "{% $failure %}", input: "{% $states.input %}" },
        End: true,
      },
    });
    const { arn, output } = await rig.run(definition, { a: 1 });
    expect(JSON.parse(output ?? "")).toEqual({
      failure: "TypeError",
      input: { was: { a: 1 }, cause: '{"errorMessage":"x is not a function"}' },
    });
    expect((await rig.types(arn)).slice(4, 7)).toEqual(["TaskFailed", "TaskStateExited", "PassStateEntered"]);
  });

  test("has the error as output when it says nothing else", async () => {
    const definition = machineOf("Call", {
      Call: {
        Type: "Task",
        Resource: "arn:aws:states:::lambda:invoke",
        Arguments: { FunctionName: "{% $states.input.nothing %}" },
        Catch: [{ ErrorEquals: ["States.ALL"], Next: "Caught" }],
        End: true,
      },
      Caught: { Type: "Succeed" },
    });
    expect(await rig.output(definition)).toMatchObject({ Error: "States.QueryEvaluationError" });
  });
});

test("sqs:sendMessage sends and goes on", async () => {
  const { output } = await rig.run(
    machineOf("Send", {
      Send: {
        Type: "Task",
        Resource: "arn:aws:states:::sqs:sendMessage",
        Arguments: { QueueUrl: queueUrl, MessageBody: "{% $string($states.input) %}" },
        End: true,
      },
    }),
    { a: 1 },
  );
  const body = '{"MD5OfMessageBody":"md5","MessageId":"message-1"}';
  expect(JSON.parse(output ?? "")).toMatchObject({
    ...JSON.parse(body),
    SdkHttpMetadata: {
      HttpHeaders: {
        ...{ connection: "keep-alive", "Content-Type": "application/x-amz-json-1.0" },
        "Content-Length": String(body.length),
      },
      HttpStatusCode: 200,
    },
  });
  expect(rig.queues.sent).toEqual([{ queueUrl, body: { a: 1 } }]);
  expect(rig.queues.principals[0]).toMatchObject({ kind: "role", logicalId: "Runner" });
});

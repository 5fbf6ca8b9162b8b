import {
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
} from "@aws-sdk/client-sfn";
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

const callback = (more: object = {}, otherStates: object = {}) =>
  machineOf("Ask", {
    Ask: {
      Type: "Task",
      Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
      Arguments: {
        QueueUrl: queueUrl,
        MessageBody: { token: "{% $states.context.Task.Token %}", input: "{% $states.input %}" },
      },
      TimeoutSeconds: 600,
      HeartbeatSeconds: 60,
      End: true,
      ...more,
    },
    ...otherStates,
  });

describe("sqs:sendMessage.waitForTaskToken", () => {
  test("waits for SendTaskSuccess, in the order of events that AWS has", async () => {
    const arn = await rig.start(callback(), { student: "ada" });
    const taskToken = await rig.queues.token(0);
    expect((await rig.queues.message(0)).body).toEqual({ token: taskToken, input: { student: "ada" } });
    await rig.client.send(new SendTaskSuccessCommand({ taskToken, output: '{"score":5}' }));
    expect(await rig.ended(arn)).toMatchObject({ status: "SUCCEEDED", output: '{"score":5}' });
    const events = await rig.history(arn);
    expect(events.map((e) => e.type)).toEqual([
      "ExecutionStarted",
      "TaskStateEntered",
      "TaskScheduled",
      "TaskStarted",
      "TaskSubmitted",
      "TaskSucceeded",
      "TaskStateExited",
      "ExecutionSucceeded",
    ]);
    expect(events[2]?.taskScheduledEventDetails).toMatchObject({
      resourceType: "sqs",
      resource: "sendMessage.waitForTaskToken",
      timeoutInSeconds: 600,
      heartbeatInSeconds: 60,
    });
    expect(JSON.parse(events[4]?.taskSubmittedEventDetails?.output ?? "")).toMatchObject({
      MessageId: "message-1",
    });
  });

  test("fails with what SendTaskFailure says", async () => {
    const arn = await rig.start(callback());
    const taskToken = await rig.queues.token(0);
    await rig.client.send(new SendTaskFailureCommand({ taskToken, error: "E", cause: "because" }));
    expect(await rig.ended(arn)).toMatchObject({ status: "FAILED", error: "E", cause: "because" });
    expect((await rig.types(arn)).slice(4)).toEqual(["TaskSubmitted", "TaskFailed", "ExecutionFailed"]);
  });

  test("a retry sends a new message with a new token, and the old one is dead", async () => {
    const arn = await rig.start(callback({ Retry: [{ ErrorEquals: ["E"], IntervalSeconds: 1 }] }));
    const first = await rig.queues.token(0);
    await rig.client.send(new SendTaskFailureCommand({ taskToken: first, error: "E" }));
    rig.clock.moveTo(rig.clock.now() + 1000);
    const second = await rig.queues.token(1);
    expect(second).not.toBe(first);
    await expect(
      rig.client.send(new SendTaskSuccessCommand({ taskToken: first, output: "1" })),
    ).rejects.toThrow(expect.objectContaining({ name: "TaskTimedOut" }));
    await rig.client.send(new SendTaskSuccessCommand({ taskToken: second, output: "2" }));
    expect(await rig.ended(arn)).toMatchObject({ output: "2" });
  });

  test.each(["States.Timeout", "States.HeartbeatTimeout"])(
    "times out without a heartbeat, which the history shows like any timeout and %s catches",
    async (name) => {
      const Catch = [{ ErrorEquals: [name], Next: "Late" }];
      const arn = await rig.start(callback({ Catch }, { Late: { Type: "Succeed" } }));
      await rig.event((e) => e.type === "TaskSubmitted");
      rig.clock.moveTo(rig.clock.now() + 61_000);
      expect(await rig.ended(arn)).toMatchObject({
        status: "SUCCEEDED",
        output: '{"Error":"States.Timeout","Cause":""}',
      });
      const timedOut = (await rig.history(arn)).find((e) => e.type === "TaskTimedOut");
      expect(timedOut?.taskTimedOutEventDetails).toEqual({
        resourceType: "sqs",
        resource: "sendMessage.waitForTaskToken",
        error: "States.Timeout",
      });
    },
  );

  test("a heartbeat makes the time start again", async () => {
    const arn = await rig.start(callback());
    const taskToken = await rig.queues.token(0);
    await rig.event((e) => e.executionArn === arn && e.type === "TaskSubmitted");
    for (let i = 0; i < 3; i += 1) {
      rig.clock.moveTo(rig.clock.now() + 50_000);
      await rig.client.send(new SendTaskHeartbeatCommand({ taskToken }));
    }
    await rig.client.send(new SendTaskSuccessCommand({ taskToken, output: "1" }));
    expect(await rig.ended(arn)).toMatchObject({ status: "SUCCEEDED" });
  });

  test("fails with TaskSubmitFailed when the message can't be sent", async () => {
    const { arn, error } = await rig.run(
      callback({ Arguments: { QueueUrl: "http://nowhere", MessageBody: "x" } }),
    );
    expect(error).toBe("SQS.NonExistentQueueException");
    expect((await rig.types(arn)).slice(3)).toEqual(["TaskStarted", "TaskSubmitFailed", "ExecutionFailed"]);
  });

  test("takes one answer; a second and a late one get TaskTimedOut, a made-up token InvalidToken", async () => {
    const arn = await rig.start(callback());
    const taskToken = await rig.queues.token(0);
    const answer = (token: string) =>
      rig.client.send(new SendTaskSuccessCommand({ taskToken: token, output: "1" }));
    await answer(taskToken);
    await rig.ended(arn);
    await expect(answer(taskToken)).rejects.toMatchObject({ name: "TaskTimedOut" });
    await expect(answer("bm9uc2Vuc2U=")).rejects.toMatchObject({ name: "InvalidToken" });
    const forged = Buffer.from(taskToken, "base64");
    forged[0] = (forged[0] ?? 0) ^ 1;
    await expect(answer(forged.toString("base64"))).rejects.toMatchObject({ name: "InvalidToken" });
  });

  test("refuses an output that is not JSON", async () => {
    await rig.start(callback());
    const taskToken = await rig.queues.token(0);
    await expect(
      rig.client.send(new SendTaskSuccessCommand({ taskToken, output: "not json" })),
    ).rejects.toMatchObject({ name: "InvalidOutput" });
  });
});

test("sqs:sendMessage sends and goes on", async () => {
  const { output } = await rig.run(
    machineOf("Send", {
      Send: {
        Type: "Task",
        Resource: "arn:aws:states:::sqs:sendMessage",
        Arguments: { QueueUrl: queueUrl, MessageBody: "{% $string($states.input) %}" },
        Output: "{% $states.result.MessageId %}",
        End: true,
      },
    }),
    { a: 1 },
  );
  expect(output).toBe('"message-1"');
  expect(rig.queues.sent).toEqual([{ queueUrl, body: { a: 1 } }]);
  expect(rig.queues.principals[0]).toMatchObject({ kind: "role", logicalId: "Runner" });
});

test("lambda:invoke.waitForTaskToken takes an answer that the function gives before it returns", async () => {
  await rig.stop();
  const answering: { rig?: Rig } = {};
  answering.rig = await Rig.start({
    functions: new FakeFunctions({
      answers: async (payload) => {
        await answering.rig?.client.send(
          new SendTaskSuccessCommand({ taskToken: String(payload), output: '"early"' }),
        );
        return null;
      },
    }),
  });
  rig = answering.rig;
  const output = await rig.output(
    machineOf("Call", {
      Call: {
        Type: "Task",
        Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken",
        Arguments: { FunctionName: "answers", Payload: "{% $states.context.Task.Token %}" },
        End: true,
      },
    }),
  );
  expect(output).toBe("early");
});

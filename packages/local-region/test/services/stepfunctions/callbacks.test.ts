import {
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
} from "@aws-sdk/client-sfn";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { FakeFunctions } from "./support/fakes.ts";
import { machineOf, queueUrl, Rig } from "./support/rig.ts";

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start();
});
afterEach(() => rig.stop());

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

  test("gives a catcher null for what SendTaskFailure leaves out", async () => {
    const Catch = [{ ErrorEquals: ["States.ALL"], Next: "Caught" }];
    const arn = await rig.start(callback({ Catch }, { Caught: { Type: "Succeed" } }));
    await rig.client.send(new SendTaskFailureCommand({ taskToken: await rig.queues.token(0) }));
    expect(await rig.ended(arn)).toMatchObject({ output: '{"Error":null,"Cause":null}' });
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
    expect(error).toBe("SQS.QueueDoesNotExistException");
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

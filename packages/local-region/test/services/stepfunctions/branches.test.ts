import { SendTaskSuccessCommand } from "@aws-sdk/client-sfn";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { Json } from "../../../src/ports.ts";
import { machineOf, queueUrl, Rig } from "./support/rig.ts";

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start();
});
afterEach(() => rig.stop());

const pass = (output: Json): Json => ({ Type: "Pass", Output: output, End: true });
const branch = (name: string, state: Json): Json => ({ StartAt: name, States: { [name]: state } });

const ask: Json = {
  Type: "Task",
  Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
  Arguments: { QueueUrl: queueUrl, MessageBody: { token: "{% $states.context.Task.Token %}" } },
  End: true,
};

describe("Parallel", () => {
  test("gives the outputs in the order of the branches, whichever ends first", async () => {
    const arn = await rig.start(
      machineOf("Both", {
        Both: {
          Type: "Parallel",
          Arguments: { n: "{% $states.input.n + 1 %}" },
          Branches: [branch("Slow", ask), branch("Quick", pass("{% $states.input.n %}"))],
          Output: { results: "{% $states.result %}" },
          End: true,
        },
      }),
      { n: 1 },
    );
    const taskToken = await rig.queues.token(0);
    await rig.client.send(new SendTaskSuccessCommand({ taskToken, output: '"slow"' }));
    expect(await rig.ended(arn)).toMatchObject({ output: '{"results":["slow",2]}' });
    const events = await rig.history(arn);
    expect(events.map((e) => [e.type, e.id, e.previousEventId])).toEqual([
      ["ExecutionStarted", 1, 0],
      ["ParallelStateEntered", 2, 0],
      ["ParallelStateStarted", 3, 2],
      ["TaskStateEntered", 4, 3],
      ["PassStateEntered", 5, 3],
      expect.anything(),
      expect.anything(),
      expect.anything(),
      expect.anything(),
      ["TaskSucceeded", 10, 9],
      ["TaskStateExited", 11, 10],
      ["ParallelStateSucceeded", 12, 11],
      ["ParallelStateExited", 13, 11],
      ["ExecutionSucceeded", 14, 13],
    ]);
  });

  test("a branch that fails ends the others and can be caught", async () => {
    const { arn, output } = await rig.run(
      machineOf("Both", {
        Both: {
          Type: "Parallel",
          Branches: [
            branch("Rest", { Type: "Wait", Seconds: 1000, End: true }),
            branch("Break", { Type: "Fail", Error: "E", Cause: "C" }),
          ],
          Catch: [{ ErrorEquals: ["E"], Next: "Caught" }],
          End: true,
        },
        Caught: { Type: "Succeed" },
      }),
    );
    expect(output).toBe('{"Error":"E","Cause":"C"}');
    expect(await rig.types(arn)).toEqual([
      "ExecutionStarted",
      "ParallelStateEntered",
      "ParallelStateStarted",
      "WaitStateEntered",
      "FailStateEntered",
      "WaitStateAborted",
      "ParallelStateFailed",
      "ParallelStateExited",
      "SucceedStateEntered",
      "SucceedStateExited",
      "ExecutionSucceeded",
    ]);
  });

  test("a retry runs all branches again", async () => {
    const arn = await rig.start(
      machineOf("Both", {
        Both: {
          Type: "Parallel",
          Branches: [branch("Break", { Type: "Fail", Error: "E" })],
          Retry: [{ ErrorEquals: ["E"], IntervalSeconds: 1, MaxAttempts: 1 }],
          End: true,
        },
      }),
    );
    await rig.event((e) => e.type === "FailStateEntered");
    rig.clock.moveTo(rig.clock.now() + 1000);
    expect(await rig.ended(arn)).toMatchObject({ error: "E" });
    expect((await rig.types(arn)).filter((t) => t?.startsWith("Parallel"))).toEqual([
      "ParallelStateEntered",
      "ParallelStateStarted",
      "ParallelStateStarted",
      "ParallelStateFailed",
    ]);
  });

  test("branches see the variables from outside and keep their own to themselves", async () => {
    const output = await rig.output(
      machineOf("Set", {
        Set: { Type: "Pass", Assign: { outer: 1 }, Next: "Both" },
        Both: {
          Type: "Parallel",
          Branches: [
            {
              StartAt: "A",
              States: {
                A: { Type: "Pass", Assign: { inner: "{% $outer + 1 %}" }, Next: "B" },
                B: pass("{% $inner %}"),
              },
            },
          ],
          Next: "After",
        },
        After: pass({ results: "{% $states.input %}", leaked: "{% $exists($inner) %}" }),
      }),
    );
    expect(output).toEqual({ results: [2], leaked: false });
  });
});

describe("an inline Map", () => {
  test("maps over an object's members", async () => {
    const over = (more: object) =>
      rig.output(
        machineOf("Map", {
          Map: {
            Type: "Map",
            ItemProcessor: { StartAt: "Pass", States: { Pass: { Type: "Pass", End: true } } },
            End: true,
            ...more,
          },
        }),
        { a: 1, b: [2] },
      );
    expect(await over({})).toEqual([
      { Key: "a", Value: 1 },
      { Key: "b", Value: [2] },
    ]);
    expect(await over({ ItemSelector: "{% $states.context.Map.Item %}" })).toEqual([
      { Index: 0, Key: "a", Value: 1 },
      { Index: 1, Key: "b", Value: [2] },
    ]);
    expect(await over({ Items: { c: "{% $states.input.a %}" } })).toEqual([{ Key: "c", Value: 1 }]);
  });

  const map = (more: object) =>
    machineOf("Each", {
      Each: {
        Type: "Map",
        ItemProcessor: branch("Double", pass("{% $states.input * 2 %}")),
        End: true,
        ...more,
      },
    });

  test("runs its processor for every item, with the events that AWS has", async () => {
    const { arn, output } = await rig.run(map({ MaxConcurrency: 1 }), [1, 2]);
    expect(output).toBe("[2,4]");
    const events = await rig.history(arn);
    expect(events.map((e) => e.type)).toEqual([
      "ExecutionStarted",
      "MapStateEntered",
      "MapStateStarted",
      "MapIterationStarted",
      "PassStateEntered",
      "PassStateExited",
      "MapIterationSucceeded",
      "MapIterationStarted",
      "PassStateEntered",
      "PassStateExited",
      "MapIterationSucceeded",
      "MapStateSucceeded",
      "MapStateExited",
      "ExecutionSucceeded",
    ]);
    expect(events[2]?.mapStateStartedEventDetails).toEqual({ length: 2 });
    expect(events[7]?.mapIterationStartedEventDetails).toEqual({ name: "Each", index: 1 });
  });

  test("selects each item's input from the item, its index and the state's input", async () => {
    const definition = map({
      Items: "{% $states.input.list %}",
      ItemSelector: {
        value: "{% $states.context.Map.Item.Value %}",
        index: "{% $states.context.Map.Item.Index %}",
        all: "{% $count($states.input.list) %}",
      },
      ItemProcessor: branch("Show", { Type: "Pass", End: true }),
    });
    expect(await rig.output(definition, { list: ["a", "b"] })).toEqual([
      { value: "a", index: 0, all: 2 },
      { value: "b", index: 1, all: 2 },
    ]);
  });

  test("gives an empty array for no items", async () => {
    expect(await rig.output(map({}), [])).toEqual([]);
  });

  test("runs no more than MaxConcurrency at once", async () => {
    const arn = await rig.start(map({ MaxConcurrency: 2, ItemProcessor: branch("Ask", ask) }), [1, 2, 3]);
    const first = await rig.queues.token(0);
    await rig.queues.token(1);
    await rig.event(() => rig.events.filter((e) => e.type === "TaskSubmitted").length === 2);
    expect(rig.queues.sent).toHaveLength(2);
    await rig.client.send(new SendTaskSuccessCommand({ taskToken: first, output: '"a"' }));
    for (const n of [1, 2]) {
      await rig.client.send(
        new SendTaskSuccessCommand({ taskToken: await rig.queues.token(n), output: `"${n}"` }),
      );
    }
    expect(await rig.ended(arn)).toMatchObject({ output: '["a","1","2"]' });
  });

  test("an iteration that fails ends the others", async () => {
    const processor = {
      StartAt: "Pick",
      States: {
        Pick: {
          Type: "Choice",
          Choices: [{ Condition: "{% $states.input = 2 %}", Next: "Break" }],
          Default: "Rest",
        },
        Break: { Type: "Fail", Error: "E" },
        Rest: { Type: "Wait", Seconds: 1000, End: true },
      },
    };
    const { arn, error } = await rig.run(map({ ItemProcessor: processor }), [1, 2]);
    expect(error).toBe("E");
    expect((await rig.types(arn)).slice(-6)).toEqual([
      "FailStateEntered",
      "MapIterationFailed",
      "MapIterationAborted",
      "WaitStateAborted",
      "MapStateFailed",
      "ExecutionFailed",
    ]);
  });

  test("fails when Items is not an array", async () => {
    expect(await rig.run(map({ Items: "{% 5 %}" }))).toMatchObject({
      error: "States.QueryEvaluationError",
      cause: expect.stringContaining("Expected 'array', but was 'number'"),
    });
  });
});

import { GetExecutionHistoryCommand } from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Json } from "../../../src/ports.ts";
import { machineOf, Rig } from "./support/rig.ts";

let rig: Rig;
beforeAll(async () => {
  rig = await Rig.start();
});
afterAll(() => rig.stop());

describe("Pass", () => {
  test("hands its input on, as AWS numbers and shapes the events", async () => {
    const definition = machineOf("Only", { Only: { Type: "Pass", End: true } });
    const { arn, status, output } = await rig.run(definition, { a: 1 });
    expect([status, output]).toEqual(["SUCCEEDED", '{"a":1}']);
    expect((await rig.history(arn)).map(({ timestamp, ...event }) => event)).toEqual([
      {
        id: 1,
        previousEventId: 0,
        type: "ExecutionStarted",
        executionStartedEventDetails: {
          input: '{"a":1}',
          inputDetails: { truncated: false },
          roleArn: "arn:aws:iam::000000000000:role/Runner",
        },
      },
      {
        id: 2,
        previousEventId: 0,
        type: "PassStateEntered",
        stateEnteredEventDetails: { name: "Only", input: '{"a":1}', inputDetails: { truncated: false } },
      },
      {
        id: 3,
        previousEventId: 2,
        type: "PassStateExited",
        stateExitedEventDetails: { name: "Only", output: '{"a":1}', outputDetails: { truncated: false } },
      },
      {
        id: 4,
        previousEventId: 3,
        type: "ExecutionSucceeded",
        executionSucceededEventDetails: { output: '{"a":1}', outputDetails: { truncated: false } },
      },
    ]);
  });

  test("assigns variables that later states see, and Assign and Output both see the values from before", async () => {
    const definition = machineOf("First", {
      First: { Type: "Pass", Assign: { n: 1 }, Next: "Second" },
      Second: {
        Type: "Pass",
        Assign: { n: "{% $n + 1 %}", old: "{% $n %}" },
        Output: "{% $n %}",
        Next: "Third",
      },
      Third: {
        Type: "Pass",
        Output: { n: "{% $n %}", old: "{% $old %}", input: "{% $states.input %}" },
        End: true,
      },
    });
    const { arn, output } = await rig.run(definition);
    expect(JSON.parse(output ?? "")).toEqual({ n: 2, old: 1, input: 1 });
    const exited = (await rig.history(arn)).filter(({ type }) => type === "PassStateExited");
    expect(exited[1]?.stateExitedEventDetails).toMatchObject({
      assignedVariables: { n: "2", old: "1" },
      assignedVariablesDetails: { truncated: false },
    });
  });

  test("shows the execution, the state and the machine in the context", async () => {
    const definition = machineOf("Only", {
      Only: { Type: "Pass", Output: "{% $states.context %}", End: true },
    });
    const { arn, name, output, stateMachineArn, startDate } = await rig.run(definition, { a: 1 });
    expect(JSON.parse(output ?? "")).toEqual({
      Execution: {
        Id: arn,
        Input: { a: 1 },
        Name: name,
        RoleArn: "arn:aws:iam::000000000000:role/Runner",
        StartTime: startDate?.toISOString(),
        RedriveCount: 0,
      },
      State: { Name: "Only", EnteredTime: expect.stringMatching(/^2026-11-23T/) },
      StateMachine: { Id: stateMachineArn, Name: stateMachineArn?.split(":").at(-1) },
    });
  });
});

describe("Choice", () => {
  const choosing = machineOf("Choose", {
    Choose: {
      Type: "Choice",
      Choices: [
        { Condition: "{% $states.input.n > 10 %}", Next: "Big", Output: "{% 'big ' & $states.input.n %}" },
        { Condition: "{% $states.input.n > 5 %}", Next: "Middle", Assign: { was: "middle" } },
      ],
      Default: "Small",
      Output: "default",
    },
    Big: { Type: "Succeed" },
    Middle: { Type: "Pass", Output: "{% $was %}", End: true },
    Small: { Type: "Succeed" },
  });

  test("follows the first rule that is met, with that rule's Assign and Output", async () => {
    expect(await rig.output(choosing, { n: 11 })).toBe("big 11");
    expect(await rig.output(choosing, { n: 6 })).toBe("middle");
  });

  test("follows Default with its own Output when no rule is met", async () => {
    expect(await rig.output(choosing, { n: 1 })).toBe("default");
  });

  test("fails with States.NoChoiceMatched when no rule is met and there is no Default", async () => {
    const definition = machineOf("Choose", {
      Choose: { Type: "Choice", Choices: [{ Condition: false, Next: "Never" }] },
      Never: { Type: "Succeed" },
    });
    const { arn, status, error } = await rig.run(definition);
    expect([status, error]).toEqual(["FAILED", "States.NoChoiceMatched"]);
    expect(await rig.types(arn)).toEqual(["ExecutionStarted", "ChoiceStateEntered", "ExecutionFailed"]);
  });

  test("fails when a condition is not a boolean", async () => {
    const definition = machineOf("Choose", {
      Choose: { Type: "Choice", Choices: [{ Condition: "{% 1 %}", Next: "Never" }] },
      Never: { Type: "Succeed" },
    });
    expect(await rig.run(definition)).toMatchObject({
      error: "States.QueryEvaluationError",
      cause: expect.stringContaining(
        "'1' specified for the field 'Choices[0]/Condition' returned an unexpected result type. Expected 'boolean', but was 'number' for value: 1",
      ),
    });
  });
});

describe("Wait", () => {
  test("waits Seconds from when it was entered", async () => {
    const definition = machineOf("Rest", {
      Rest: { Type: "Wait", Seconds: "{% $states.input.s %}", End: true },
    });
    const arn = await rig.start(definition, { s: 3600 });
    const entered = await rig.event((e) => e.executionArn === arn && e.type === "WaitStateEntered");
    rig.clock.moveTo(entered.timestamp * 1000 + 3600_000);
    await rig.ended(arn);
    const events = await rig.history(arn);
    const [from, to] = [events[1]?.timestamp, events[2]?.timestamp].map((t) => Number(t));
    expect((to ?? 0) - (from ?? 0)).toBeGreaterThanOrEqual(3600_000);
    expect(events.map((e) => e.type)).toEqual([
      "ExecutionStarted",
      "WaitStateEntered",
      "WaitStateExited",
      "ExecutionSucceeded",
    ]);
  });

  test("does not wait for a Timestamp that has passed", async () => {
    const definition = machineOf("Rest", {
      Rest: { Type: "Wait", Timestamp: "{% $states.input.t %}", End: true },
    });
    expect(await rig.output(definition, { t: "2020-01-01T00:00:00Z" })).toEqual({
      t: "2020-01-01T00:00:00Z",
    });
  });

  test("fails on a Timestamp that is none", async () => {
    const definition = machineOf("Rest", { Rest: { Type: "Wait", Timestamp: "{% 'soon' %}", End: true } });
    expect(await rig.run(definition)).toMatchObject({ error: "States.QueryEvaluationError" });
  });
});

describe("Succeed and Fail", () => {
  test("Succeed ends the execution with its Output", async () => {
    const definition = machineOf("Done", {
      Done: { Type: "Succeed", Output: { got: "{% $states.input %}" } },
    });
    const { arn, output } = await rig.run(definition, 5);
    expect(output).toBe('{"got":5}');
    expect(await rig.types(arn)).toEqual([
      "ExecutionStarted",
      "SucceedStateEntered",
      "SucceedStateExited",
      "ExecutionSucceeded",
    ]);
  });

  test("Fail ends the execution with its error and cause", async () => {
    const definition = machineOf("Broken", {
      Broken: { Type: "Fail", Error: "{% 'E' & $states.input.n %}", Cause: "plain words" },
    });
    const { arn, ...ended } = await rig.run(definition, { n: 7 });
    expect(ended).toMatchObject({ status: "FAILED", error: "E7", cause: "plain words" });
    expect(await rig.types(arn)).toEqual(["ExecutionStarted", "FailStateEntered", "ExecutionFailed"]);
  });
});

describe("an expression", () => {
  test("that gives nothing fails the state, with its place in words as on AWS", async () => {
    const definition = machineOf("Only", {
      Only: { Type: "Pass", Output: { list: ["{% $states.input.missing %}"] }, End: true },
    });
    const { arn, error, cause } = await rig.run(definition);
    expect(error).toBe("States.QueryEvaluationError");
    expect(cause).toBe(
      "An error occurred while executing the state 'Only' (entered at the event id #2). The JSONata expression '$states.input.missing' specified for the field 'Output/list[0]' returned nothing (undefined).",
    );
    const [, , failed] = await rig.history(arn);
    expect(failed).toMatchObject({
      type: "EvaluationFailed",
      evaluationFailedEventDetails: { state: "Only", location: "Output/list[0]", error, cause },
    });
  });

  test("sees the region's clock", async () => {
    const definition = machineOf("Only", { Only: { Type: "Pass", Output: "{% $now('[Y]') %}", End: true } });
    expect(await rig.output(definition)).toBe("2026");
  });

  test("may give a value of 256 KiB and not more", async () => {
    const make = (n: number) =>
      machineOf("Only", { Only: { Type: "Pass", Output: `{% $pad('', ${n}, 'x') %}`, End: true } });
    const { output } = await rig.run(make(256 * 1024 - 2));
    expect(output).toHaveLength(256 * 1024);
    expect(await rig.run(make(256 * 1024 - 1))).toMatchObject({ error: "States.DataLimitExceeded" });
  });
});

describe("variables", () => {
  const text = (bytes: number): string => `{% $pad('', ${bytes}, 'x') %}`;
  const assigning = (Assign: Json): Json =>
    machineOf("Only", { Only: { Type: "Pass", Assign, Output: "done", End: true } });

  test("of one Assign have 256 KiB together and not more", async () => {
    expect(await rig.output(assigning({ a: text(100_000), b: text(100_000) }))).toBe("done");
    expect(await rig.run(assigning({ a: text(200_000), b: text(100_000) }))).toMatchObject({
      error: "States.DataLimitExceeded",
    });
  });

  test("have 10 MiB together and not more", async () => {
    const count = 45;
    const states = Array.from({ length: count }, (_, i) => [
      `S${i}`,
      {
        Type: "Pass",
        Assign: { [`v${i}`]: text(250_000) },
        ...(i < count - 1 ? { Next: `S${i + 1}` } : { End: true }),
      },
    ]);
    const { arn, error } = await rig.run(machineOf("S0", Object.fromEntries(states)));
    expect(error).toBe("States.DataLimitExceeded");
    const { events } = await rig.client.send(
      new GetExecutionHistoryCommand({ executionArn: arn, reverseOrder: true, maxResults: 2 }),
    );
    expect(events?.[1]).toMatchObject({ stateEnteredEventDetails: { name: "S41" } });
  });
});

test("an execution of more than 25,000 events fails, and can't be redriven", async () => {
  const definition = machineOf("Loop", {
    Loop: { Type: "Choice", Choices: [{ Condition: true, Next: "Again" }], Default: "Never" },
    Again: { Type: "Pass", Next: "Loop" },
    Never: { Type: "Succeed" },
  });
  const { arn, error, cause, redriveStatusReason } = await rig.run(definition);
  expect([error, cause, redriveStatusReason]).toEqual([
    "States.Runtime",
    "The execution reached the maximum number of history events (25000).",
    "Execution history event limit exceeded",
  ]);
  const { events } = await rig.client.send(
    new GetExecutionHistoryCommand({ executionArn: arn, reverseOrder: true, maxResults: 1 }),
  );
  expect(events).toMatchObject([{ id: 25_000, type: "ExecutionFailed" }]);
}, 20_000);

test("TimeoutSeconds of the machine ends the execution", async () => {
  const states = { Rest: { Type: "Wait", Seconds: 1000, End: true } };
  const arn = await rig.start(machineOf("Rest", states, { TimeoutSeconds: 60 }));
  await rig.event((e) => e.executionArn === arn && e.type === "WaitStateEntered");
  rig.clock.moveTo(rig.clock.now() + 61_000);
  const ended = await rig.ended(arn);
  expect(ended.status).toBe("TIMED_OUT");
  expect(ended).not.toHaveProperty("error");
  expect(await rig.types(arn)).toEqual(["ExecutionStarted", "WaitStateEntered", "ExecutionTimedOut"]);
});

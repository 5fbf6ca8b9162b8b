/** Longer than most: after whole executions come the single answers that only recordings show, each with its machine. */

import { setImmediate } from "node:timers/promises";
import {
  DescribeStateMachineCommand,
  type HistoryEvent,
  ListStateMachinesCommand,
  StartExecutionCommand,
  StopExecutionCommand,
  UpdateStateMachineCommand,
} from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import * as z from "zod";
import { isObject, parseJson, tryParseJson } from "../../../src/json.ts";
import type { Json } from "../../../src/ports.ts";
import { FakeFunctions } from "./support/fakes.ts";
import { recordedDistributedMaps, recordedObjects } from "./support/recorded-distributed-maps.ts";
import { recordedEvaluations } from "./support/recorded-evaluations.ts";
import { type RecordedEvent, raised, recordedExecutions } from "./support/recorded-executions.ts";
import { recordedFailures } from "./support/recorded-failures.ts";
import { recordedTasks } from "./support/recorded-tasks.ts";
import { machineOf, Rig } from "./support/rig.ts";

/** What recordings of AWS show and the documentation does not say. */
let rig: Rig;
beforeAll(async () => {
  const functions = new FakeFunctions({
    raises: () => ({ ok: false, error: "Exception", cause: JSON.stringify(raised) }),
    echoes: (payload) => ({ ok: true, payload }),
    breaks: () => ({ ok: false, error: "E", cause: "C" }),
    large: () => "\u00e9".repeat(140_000),
    never: () => new Promise(() => undefined),
  });
  rig = await Rig.start({ functions });
  for (const [key, body] of Object.entries(recordedObjects)) rig.objects.stored.set(key, body);
});
afterAll(() => rig.stop());

const pass: Json = { Type: "Pass", End: true };
const call = (name: string): Json => ({
  Type: "Task",
  Resource: "arn:aws:states:::lambda:invoke",
  Arguments: { FunctionName: name },
  End: true,
});
const one = (name: string, state: Json): Json => ({ StartAt: name, States: { [name]: state } });

/** The events from this type on, each with its `previousEventId`'s type. */
const followed = async (arn: string, type: string): Promise<[string | undefined, string | undefined][]> => {
  const events = await rig.history(arn);
  const typeOf = (id: number | undefined): string | undefined => events.find((e) => e.id === id)?.type;
  return events
    .slice(events.findIndex((e) => e.type === type))
    .map((event) => [event.type, typeOf(event.previousEventId)]);
};

/** Members whose value no recording tells. */
const masked = ["Date", "X-Amzn-Trace-Id", "x-amzn-RequestId", "RequestId"];
const requestId = /(?<=Request ID: )[\da-f-]{36}/;

/** JSON texts, at any depth, as what they say; texts that are no object or list stay, but for a request's id. */
const parsed = (value: Json): Json => {
  if (typeof value === "string") {
    const inner = tryParseJson(value);
    return typeof inner === "object" && inner !== null ? parsed(inner) : value.replace(requestId, "<id>");
  }
  if (Array.isArray(value)) return value.map(parsed);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, masked.includes(key) ? key : parsed(inner)]),
  );
};

const detail = (key: string, value: unknown): Json => {
  if (key === "input" || key === "output") return parsed(parseJson(String(value)));
  const json = z.json().parse(value);
  if (key !== "assignedVariables") return parsed(json);
  return Object.fromEntries(
    Object.entries(Object(json)).map(([name, text]) => [name, parsed(parseJson(String(text)))]),
  );
};

const leftOut = /^(roleArn|mapRunArn|inputDetails|outputDetails|assignedVariablesDetails)$/;

/** As the recordings are written here: names that AWS makes up, and that nothing is truncated, are left out. */
const asRecorded = (event: HistoryEvent): RecordedEvent => {
  const { id = 0, previousEventId = 0, type = "", timestamp: _, ...rest } = event;
  const [details = {}] = Object.values(rest);
  const shown = Object.entries(details)
    .filter(([key]) => !leftOut.test(key))
    .map(([key, value]) => [key, detail(key, value)]);
  return [id, previousEventId, type, Object.fromEntries(shown)];
};

test.each([
  ...recordedExecutions,
  ...recordedFailures,
  ...recordedEvaluations,
  ...recordedTasks,
  ...recordedDistributedMaps,
])("$source has the events that AWS recorded", async ({ definition, input, events, retriedAfter = [] }) => {
  const arn = await rig.start(definition, input);
  for (const event of retriedAfter) {
    const { timestamp } = await rig.event((e) => e.executionArn === arn && e.id === event);
    // What waited for the event to be on the disk sets its timers first.
    await setImmediate();
    rig.clock.moveTo(Number(timestamp) * 1000 + 10_000);
  }
  await rig.ended(arn);
  const given = new Set(events.map(([id]) => id));
  const had = (await rig.history(arn)).filter(({ id = 0 }) => given.has(id)).map(asRecorded);
  expect(had).toEqual(events.map(([id, previous, type, details]) => [id, previous, type, parsed(details)]));
});

test("states may say for themselves that they are JSONata, and so do those in them", async () => {
  const definition = {
    StartAt: "Each",
    States: {
      Each: {
        Type: "Map",
        QueryLanguage: "JSONata",
        Items: [1, 2],
        ItemProcessor: one("Double", {
          Type: "Pass",
          QueryLanguage: "JSONata",
          Output: "{% $states.input * 2 %}",
          End: true,
        }),
        End: true,
      },
    },
  };
  expect(await rig.output(definition)).toEqual([2, 4]);
});

test("an execution's input is kept as the text that was sent", async () => {
  const input = '{ "b": 0.0,\n "a": 12345678901234567890 }';
  const stateMachineArn = await rig.createMachine(machineOf("Only", { Only: pass }));
  const { executionArn } = await rig.client.send(new StartExecutionCommand({ stateMachineArn, input }));
  expect(await rig.ended(String(executionArn))).toMatchObject({ input, output: input });
  const [started, entered] = await rig.history(String(executionArn));
  expect(started?.executionStartedEventDetails?.input).toBe(input);
  expect(entered?.stateEnteredEventDetails?.input).toBe(input);
});

test("a running execution is given for its name and the same input, however that is written", async () => {
  const rest = machineOf("Rest", { Rest: { Type: "Wait", Seconds: 1000, End: true } });
  const stateMachineArn = await rig.createMachine(rest);
  const start = (input: string) =>
    rig.client.send(new StartExecutionCommand({ stateMachineArn, name: "same", input }));
  const { executionArn } = await start('{"a": 1}');
  expect((await start('{ "a":1 }')).executionArn).toBe(executionArn);
});

test("a Map over a $range of one fails, since that is a number", async () => {
  const Each: Json = {
    Type: "Map",
    Items: "{% $range(1, 9, 9) %}",
    ItemProcessor: one("Only", pass),
    End: true,
  };
  expect(await rig.run(machineOf("Each", { Each }))).toMatchObject({
    status: "FAILED",
    cause: expect.stringContaining("Expected 'array', but was 'number'"),
  });
});

test("an inline Map may say what is tolerated, and tolerates nothing", async () => {
  const Each: Json = {
    Type: "Map",
    ToleratedFailureCount: 5,
    ToleratedFailurePercentage: 100,
    ItemProcessor: one("Broken", { Type: "Fail", Error: "E" }),
    End: true,
  };
  expect(await rig.run(machineOf("Each", { Each }), [1])).toMatchObject({ status: "FAILED", error: "E" });
});

test("a name that is assigned later, or when leaving a state, may be assigned inside it", async () => {
  const definition = machineOf("Each", {
    Each: {
      Type: "Map",
      Assign: { x: "outer" },
      ItemProcessor: one("Inner", { Type: "Pass", Assign: { x: "inner", y: 1 }, End: true }),
      Catch: [{ ErrorEquals: ["States.ALL"], Assign: { x: "caught" }, Next: "Later" }],
      Next: "Later",
    },
    Later: { Type: "Pass", Assign: { y: 2 }, Output: "{% $x %}", End: true },
  });
  expect(await rig.output(definition, [1])).toBe("outer");
});

test("a Task that fails in a Parallel is aborted too, as is what ran beside it", async () => {
  const Branches = [one("Breaks", call("breaks")), one("Never", call("never"))];
  const { arn } = await rig.run(machineOf("Both", { Both: { Type: "Parallel", Branches, End: true } }));
  expect(await followed(arn, "TaskFailed")).toEqual([
    ["TaskFailed", "TaskStarted"],
    ["TaskStateAborted", "TaskFailed"],
    ["TaskStateAborted", "TaskFailed"],
    ["ParallelStateFailed", "TaskFailed"],
    ["ExecutionFailed", "ParallelStateFailed"],
  ]);
});

test("a Task that fails in an iteration is aborted with the iterations beside it", async () => {
  const Each: Json = {
    Type: "Map",
    ItemProcessor: one("Call", {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      Arguments: { FunctionName: "{% $states.input %}" },
      End: true,
    }),
    End: true,
  };
  const { arn } = await rig.run(machineOf("Each", { Each }), ["breaks", "never"]);
  expect(await followed(arn, "MapIterationFailed")).toEqual([
    ["MapIterationFailed", "TaskFailed"],
    ["TaskStateAborted", "TaskFailed"],
    ["MapIterationAborted", "TaskFailed"],
    ["TaskStateAborted", "TaskFailed"],
    ["MapStateFailed", "TaskFailed"],
    ["ExecutionFailed", "MapStateFailed"],
  ]);
});

test("a machine has a revisionId after an update that changes definition or role only", async () => {
  const stateMachineArn = await rig.createMachine(machineOf("Only", { Only: pass }));
  const revision = async () =>
    (await rig.client.send(new DescribeStateMachineCommand({ stateMachineArn }))).revisionId;
  const update = async (definition: Json) =>
    (
      await rig.client.send(
        new UpdateStateMachineCommand({ stateMachineArn, definition: JSON.stringify(definition) }),
      )
    ).revisionId;
  expect(await revision()).toBeUndefined();
  expect(await update(machineOf("Only", { Only: pass }))).toBeUndefined();
  const other = machineOf("Other", { Other: pass });
  const first = await update(other);
  expect(first).toMatch(/^[0-9a-f-]{36}$/);
  expect(await update(other)).toBe(first);
  expect(await revision()).toBe(first);
  expect(await update(machineOf("Only", { Only: pass }))).not.toBe(first);
});

test("machines are listed oldest first", async () => {
  const older = await rig.createMachine(machineOf("Only", { Only: pass }));
  rig.clock.moveTo(rig.clock.now() + 1000);
  const newer = await rig.createMachine(machineOf("Only", { Only: pass }));
  const { stateMachines = [] } = await rig.client.send(new ListStateMachinesCommand({}));
  const arns = stateMachines.map(({ stateMachineArn }) => stateMachineArn);
  expect(arns.slice(-2)).toEqual([older, newer]);
});

test("the details of an end without error and cause are empty, not left out", async () => {
  const failed = await rig.run(machineOf("Broken", { Broken: { Type: "Fail" } }));
  expect((await rig.history(failed.arn)).at(-1)).toMatchObject({ executionFailedEventDetails: {} });
  const rest = { Rest: { Type: "Wait", Seconds: 1000, End: true } };
  const executionArn = await rig.start(machineOf("Rest", rest));
  await rig.client.send(new StopExecutionCommand({ executionArn }));
  expect((await rig.history(executionArn)).at(-1)).toMatchObject({ executionAbortedEventDetails: {} });
  const late = await rig.start(machineOf("Rest", rest, { TimeoutSeconds: 60 }));
  await rig.event((e) => e.executionArn === late && e.type === "WaitStateEntered");
  rig.clock.moveTo(rig.clock.now() + 61_000);
  await rig.ended(late);
  expect((await rig.history(late)).at(-1)).toMatchObject({ executionTimedOutEventDetails: {} });
});

test("an empty Assign leaves no assignedVariables", async () => {
  const { arn } = await rig.run(machineOf("Only", { Only: { Type: "Pass", Assign: {}, End: true } }));
  const exited = (await rig.history(arn)).find(({ type }) => type === "PassStateExited");
  expect(exited?.stateExitedEventDetails).not.toHaveProperty("assignedVariables");
});

test("a Wait until more than 24,855 days ahead fails", async () => {
  const until = (days: number) => new Date(rig.clock.now() + days * 86_400_000).toISOString();
  const rest = machineOf("Rest", {
    Rest: { Type: "Wait", Timestamp: "{% $states.input %}", End: true },
  });
  expect(await rig.run(rest, until(24_856))).toMatchObject({
    status: "FAILED",
    cause: expect.stringContaining("24855 days"),
  });
  const arn = await rig.start(rest, until(24_854));
  await rig.event((e) => e.executionArn === arn && e.type === "WaitStateEntered");
  await rig.client.send(new StopExecutionCommand({ executionArn: arn }));
  expect(await rig.types(arn)).toEqual(["ExecutionStarted", "WaitStateEntered", "ExecutionAborted"]);
});

import {
  ListExecutionsCommand,
  ListMapRunsCommand,
  SendTaskSuccessCommand,
  type SFNClient,
} from "@aws-sdk/client-sfn";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { Json } from "../../../src/ports.ts";
import type { ExecutionEvent } from "../../../src/services/stepfunctions/engine.ts";
import { FakeFunctions } from "./support/fakes.ts";
import { machineOf, queueUrl, Rig } from "./support/rig.ts";

let rig: Rig;
let answering: Promise<void>;
let isDone = false;
/** What the worker answers with: it learns at once that the engine is gone. */
let impatient: SFNClient;

const ask = (input: Json): Json => ({
  Type: "Task",
  Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
  Arguments: { QueueUrl: queueUrl, MessageBody: { token: "{% $states.context.Task.Token %}", input } },
});

const call = (name: string): Json => ({
  Type: "Task",
  Resource: "arn:aws:states:::lambda:invoke",
  Arguments: { FunctionName: name, Payload: "{% $states.input %}" },
  Output: "{% $states.result.Payload %}",
});

/** Something of everything, with values that would come out differently if they were worked out twice. */
const everything = machineOf("Draw", {
  Draw: { Type: "Pass", Assign: { id: "{% $uuid() %}" }, Next: "Choose" },
  Choose: {
    Type: "Choice",
    Choices: [{ Condition: "{% $random() < 0.5 %}", Next: "Both", Assign: { side: "heads" } }],
    Default: "Both",
    Assign: { side: "tails" },
  },
  Both: {
    Type: "Parallel",
    Branches: [
      {
        StartAt: "Flaky",
        States: {
          Flaky: {
            ...Object(call("flaky")),
            Retry: [{ ErrorEquals: ["TransientError"], IntervalSeconds: 30, JitterStrategy: "FULL" }],
            Next: "Ask",
          },
          Ask: { ...Object(ask("{% $id %}")), End: true },
        },
      },
      {
        StartAt: "Rest",
        States: { Rest: { Type: "Wait", Seconds: "{% 30 + $floor($random() * 30) %}", End: true } },
      },
    ],
    Output: ["{% $states.result[0] %}"],
    Next: "Each",
  },
  Each: {
    Type: "Map",
    Items: "{% [$uuid(), $uuid()] %}",
    ItemProcessor: { StartAt: "Echo", States: { Echo: { ...Object(call("echo")), End: true } } },
    Assign: { items: "{% $states.result %}" },
    Next: "Fan out",
  },
  "Fan out": {
    Type: "Map",
    Items: "{% $items %}",
    ItemProcessor: {
      ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
      StartAt: "Ask child",
      States: {
        "Ask child": { ...Object(ask("{% $states.input %}")), Next: "Caught" },
        Caught: { Type: "Choice", Choices: [{ Condition: true, Next: "End child" }] },
        "End child": { Type: "Succeed" },
      },
    },
    Output: { id: "{% $id %}", side: "{% $side %}", items: "{% $items %}", results: "{% $states.result %}" },
    End: true,
  },
});

/** Answers every message as SQS would have it: again and again until the answer was taken or the task is over. */
const answerAll = async (): Promise<void> => {
  for (let n = 0; !isDone; n += 1) {
    const message = await rig.queues.message(n);
    const { token, input } = Object(message.body);
    void answer(String(token), JSON.stringify(input));
  }
};

const answer = async (taskToken: string, output: string): Promise<void> => {
  while (!isDone) {
    try {
      await impatient.send(new SendTaskSuccessCommand({ taskToken, output }));
      return;
    } catch (error) {
      if (error instanceof Error && ["TaskTimedOut", "TaskDoesNotExist"].includes(error.name)) return;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
};

const waitsForTheClock = ({ type }: ExecutionEvent): boolean =>
  ["WaitStateEntered", "TaskFailed"].includes(type);

const pushClock = (): void => rig.clock.moveTo(rig.clock.now() + 61_000);

beforeEach(async () => {
  const attempts = new Map<string, number>();
  rig = await Rig.start({
    functions: new FakeFunctions({
      echo: (payload) => payload,
      flaky: (payload) => {
        const key = JSON.stringify(payload);
        attempts.set(key, (attempts.get(key) ?? 0) + 1);
        return attempts.get(key) === 1 ? { ok: false, error: "TransientError", cause: "busy" } : "fine";
      },
    }),
  });
  impatient = rig.newClient(1);
  isDone = false;
  answering = answerAll();
});

afterEach(async () => {
  isDone = true;
  await rig.queues.sendMessage({ queueUrl, body: "{}" }, { kind: "owner" });
  await answering;
  impatient.destroy();
  await rig.stop();
});

/** Runs it, killing the engine once the `killAt`-th event of the execution or a child is on the disk. */
const runKilledAt = async (
  stateMachineArn: string,
  killAt: number,
): Promise<{ arn: string; wasKilled: boolean }> => {
  const seen = rig.events.length;
  let wasKilled = false;
  const killed = new Promise<void>((resolve) => {
    const watch = (event: ExecutionEvent): void => {
      if (waitsForTheClock(event)) setImmediate(pushClock);
      if (rig.events.length - seen !== killAt || wasKilled) return;
      wasKilled = true;
      resolve(
        rig.killAndReopen().then(() => {
          rig.engine.onEvent(watch);
          setImmediate(pushClock);
        }),
      );
    };
    rig.engine.onEvent(watch);
  });
  const { executionArn: arn } = await rig.engine.startExecution({
    stateMachineArn,
    input: `{"n":${killAt}}`,
  });
  await Promise.race([killed, rig.ended(arn).catch(() => killed)]);
  await rig.ended(arn);
  return { arn, wasKilled };
};

const parentTypes = [
  "ChoiceStateEntered ChoiceStateExited ExecutionStarted ExecutionSucceeded",
  "MapIterationStarted MapIterationStarted MapIterationSucceeded MapIterationSucceeded",
  "MapRunStarted MapRunSucceeded MapStateEntered MapStateEntered MapStateExited MapStateExited",
  "MapStateStarted MapStateStarted MapStateSucceeded MapStateSucceeded",
  "ParallelStateEntered ParallelStateExited ParallelStateStarted ParallelStateSucceeded",
  "PassStateEntered PassStateExited TaskFailed",
  "TaskScheduled TaskScheduled TaskScheduled TaskScheduled TaskScheduled",
  "TaskStarted TaskStarted TaskStarted TaskStarted TaskStarted",
  "TaskStateEntered TaskStateEntered TaskStateEntered TaskStateEntered",
  "TaskStateExited TaskStateExited TaskStateExited TaskStateExited",
  "TaskSubmitted TaskSucceeded TaskSucceeded TaskSucceeded TaskSucceeded WaitStateEntered WaitStateExited",
].flatMap((line) => line.split(" "));

const checkWhole = async (arn: string): Promise<void> => {
  const { status, output, error, cause } = await rig.ended(arn);
  expect([status, error, cause]).toEqual(["SUCCEEDED", undefined, undefined]);
  const result = JSON.parse(output ?? "");
  expect(result.items).toHaveLength(2);
  expect(result.results).toEqual(result.items);
  const events = await rig.history(arn);
  expect(events.map(({ id }) => id)).toEqual(events.map((_, i) => i + 1));
  expect(events.map(({ type }) => type).sort()).toEqual(parentTypes);
  const assigned = events.find((e) => e.stateExitedEventDetails?.name === "Draw")?.stateExitedEventDetails;
  expect(assigned?.assignedVariables).toEqual({ id: JSON.stringify(result.id) });
  const { mapRuns } = await rig.client.send(new ListMapRunsCommand({ executionArn: arn }));
  expect(mapRuns).toHaveLength(1);
  const { executions } = await rig.client.send(
    new ListExecutionsCommand({ mapRunArn: mapRuns?.[0]?.mapRunArn }),
  );
  expect(executions?.map(({ status: of }) => of)).toEqual(["SUCCEEDED", "SUCCEEDED"]);
};

test("an execution killed after any of its events goes on to the same end, with each event once", async () => {
  const machine = await rig.createMachine(everything);
  let killAt = 1;
  for (; ; killAt += 1) {
    const { arn, wasKilled } = await runKilledAt(machine, killAt);
    await checkWhole(arn);
    if (!wasKilled) break;
  }
  expect(killAt).toBeGreaterThan(parentTypes.length);
  expect(rig.logged).toEqual([]);
}, 60_000);

import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { errorNames } from "../../course/run/run.ts";
import { synthesize } from "../lib/support/template.ts";
import { type Definition, definitionOf, type State, statesOf } from "./support/definition.ts";

/** Names that AWS throws, as its documentation gives them. */
const namesOfAws = new Set([
  "States.ALL",
  "States.Timeout",
  "States.HeartbeatTimeout",
  "Lambda.AWSLambdaException",
  "Lambda.ClientExecutionTimeoutException",
  "Lambda.SdkClientException",
  "Lambda.ServiceException",
  "Lambda.TooManyRequestsException",
  "Lambda.Unknown",
  "Runtime.ExitError",
  "Sandbox.Timedout",
  "SQS.AmazonSQSException",
  "SQS.SdkClientException",
]);

const projectRoot = resolve(import.meta.dirname, "../..");

const sourcesIn = (folder: string): string[] =>
  readdirSync(join(projectRoot, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => readFileSync(join(projectRoot, folder, path), "utf8"));

let machines: Readonly<Record<Machine, Definition>>;
beforeAll(async () => {
  const resources = await synthesize({ reminders: {} });
  machines = { GradingRun: definitionOf(resources), Notices: definitionOf(resources, "Notices") };
});

const handled = () =>
  Object.values(machines)
    .flatMap(({ States }) => statesOf(States))
    .flatMap(([, state]) => [...(state.Retry ?? []), ...(state.Catch ?? [])].flatMap((h) => h.ErrorEquals));

/** Its tasks, and those among them that wait for a token. */
const expectedTasks = {
  GradingRun: { tasks: 7, waiting: ["Grade student", "Mail student"] },
  Notices: { tasks: 6, waiting: ["Tell student"] },
} as const;

type Machine = keyof typeof expectedTasks;

describe.each<Machine>(["GradingRun", "Notices"])("Every state of %s", (machine) => {
  let run: Definition;
  let states: [string, State][];
  let tasks: [string, State][];
  beforeAll(() => {
    run = machines[machine];
    states = statesOf(run.States);
    tasks = states.filter(([, state]) => state.Type === "Task");
  });

  test("that is a task has a timeout", () => {
    expect(tasks.filter(([, { TimeoutSeconds }]) => TimeoutSeconds === undefined)).toEqual([]);
    expect(tasks).toHaveLength(expectedTasks[machine].tasks);
  });

  test("that waits for a token has a heartbeat shorter than its timeout", () => {
    const callbacks = tasks.filter(([, { Resource }]) => Resource?.endsWith(".waitForTaskToken"));
    expect(callbacks.map(([name]) => name)).toEqual(expectedTasks[machine].waiting);
    for (const [, { HeartbeatSeconds = Number.POSITIVE_INFINITY, TimeoutSeconds = 0 }] of callbacks) {
      expect(HeartbeatSeconds).toBeLessThan(TimeoutSeconds);
    }
  });

  test("that can fail has a way out for every error", () => {
    const canFail = states.filter(([, { Type }]) => ["Task", "Map", "Parallel"].includes(Type));
    const withoutWayOut = canFail.filter(
      ([, { Catch = [] }]) => !Catch.some((c) => c.ErrorEquals.includes("States.ALL")),
    );
    expect(withoutWayOut).toEqual([]);
  });

  test("leads only to states that are there, and each is led to", () => {
    const levels = [
      run.States,
      ...states.flatMap(([, s]) => (s.ItemProcessor ? [s.ItemProcessor.States] : [])),
    ];
    const starts = [
      run.StartAt,
      ...states.flatMap(([, s]) => (s.ItemProcessor ? [s.ItemProcessor.StartAt] : [])),
    ];
    for (const [index, level] of levels.entries()) {
      const targets = Object.values(level).flatMap(targetsOf);
      expect(new Set([starts[index], ...targets])).toEqual(new Set(Object.keys(level)));
    }
  });

  test("waits at most for the jittered, bounded delays of its retries", () => {
    for (const [, { Retry = [] }] of tasks) {
      for (const { MaxAttempts, MaxDelaySeconds = 0, JitterStrategy } of Retry.filter(
        (r) => r.MaxAttempts > 1,
      )) {
        expect({ MaxAttempts, JitterStrategy }).toEqual({ MaxAttempts: 6, JitterStrategy: "FULL" });
        expect(MaxDelaySeconds).toBeGreaterThan(0);
      }
    }
  });
});

describe("Every error name", () => {
  test("that the workflow catches or retries is AWS's own or a constant of course/run/run.ts", () => {
    const known = new Set<string>([...namesOfAws, ...Object.values(errorNames)]);
    expect(handled().filter((name) => !known.has(name))).toEqual([]);
  });

  test("that is a constant is thrown by a task or a state", () => {
    const text = [...sourcesIn("tasks"), ...sourcesIn("course"), ...sourcesIn("workflows")].join("\n");
    const unthrown = Object.keys(errorNames).filter((name) => !text.includes(`errorNames.${name}`));
    expect(unthrown).toEqual([]);
  });

  test("that is AWS's own and known here is used", () => {
    expect([...namesOfAws].filter((name) => !handled().includes(name))).toEqual([]);
  });
});

const targetsOf = (state: State): string[] => [
  ...(state.Next === undefined ? [] : [state.Next]),
  ...(state.Default === undefined ? [] : [state.Default]),
  ...(state.Catch ?? []).map((c) => c.Next),
  ...(Array.isArray(state.Choices) ? state.Choices.map((c: { Next: string }) => c.Next) : []),
];

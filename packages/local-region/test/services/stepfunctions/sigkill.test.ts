import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { expect, test } from "@jest/globals";
import { Clock } from "../../../src/clock.ts";
import type { Json } from "../../../src/ports.ts";
import { openEngine } from "../../../src/services/stepfunctions/engine.ts";
import { FakeFunctions, FakeObjects, FakeQueues } from "./support/fakes.ts";
import { machineOf } from "./support/rig.ts";

const items = Array.from({ length: 200 }, (_, i) => i);

const definition = machineOf("Each", {
  Each: {
    Type: "Map",
    MaxConcurrency: 10,
    ItemProcessor: {
      ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
      StartAt: "Call",
      States: {
        Call: {
          Type: "Task",
          Resource: "arn:aws:states:::lambda:invoke",
          Arguments: { FunctionName: "echo", Payload: "{% $states.input %}" },
          Output: "{% $states.result.Payload %}",
          End: true,
        },
      },
    },
    End: true,
  },
});

/** Runs the process until it has called its function `calls` times, then kills it. */
const callsUntilKilled = async (dataFile: string, calls: number): Promise<Json[]> => {
  const script = join(import.meta.dirname, "support/killed-process.ts");
  const child = spawn(
    process.execPath,
    [
      "--disable-warning=ExperimentalWarning",
      script,
      dataFile,
      JSON.stringify(definition),
      JSON.stringify(items),
    ],
    { stdio: ["ignore", "pipe", "inherit"], env: { PATH: dirname(process.execPath) } },
  );
  const exited = once(child, "exit");
  const called: Json[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    called.push(JSON.parse(line));
    if (called.length === calls) child.kill("SIGKILL");
  }
  expect(await exited).toEqual([null, "SIGKILL"]);
  return called;
};

test("a Map run whose process is killed goes on without starting an item twice", async () => {
  const folder = mkdtempSync(join(tmpdir(), "engine-"));
  const dataFile = join(folder, "executions.db");
  const before = await callsUntilKilled(dataFile, 60);
  const functions = new FakeFunctions({ echo: (payload) => payload });
  const clock = new Clock();
  const engine = await openEngine({
    dataFile,
    clock,
    functions,
    queues: new FakeQueues(),
    objects: new FakeObjects(),
  });
  const output = await new Promise((resolve) => {
    engine.onEvent((event) => {
      if (event.type === "ExecutionSucceeded" && !event.executionArn.includes("/")) {
        resolve(Object(event.executionSucceededEventDetails).output);
      }
    });
  });
  const after = functions.calls.map(({ payload }) => payload);
  expect(output).toBe(JSON.stringify(items));
  expect(new Set([...before, ...after])).toEqual(new Set(items));
  const doubled = after.filter((payload) => before.includes(payload));
  expect(doubled.length).toBeLessThanOrEqual(10);
  expect(before.length + after.length - doubled.length).toBe(items.length);
  engine.close();
  clock.stop();
  rmSync(folder, { recursive: true });
});

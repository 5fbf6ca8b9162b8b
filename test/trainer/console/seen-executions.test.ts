import type { ExecutionListItem } from "@aws-sdk/client-sfn";
import { beforeEach, expect, test } from "@jest/globals";
import { SeenExecutions } from "../../../trainer/console/seen-executions.ts";

const run = (name: string, more: Partial<ExecutionListItem> = {}): ExecutionListItem => ({
  executionArn: name,
  stateMachineArn: "machine",
  name,
  status: "SUCCEEDED",
  startDate: new Date(1),
  stopDate: new Date(2),
  ...more,
});

let seen: SeenExecutions;
let asked: number;
beforeEach(() => {
  seen = new SeenExecutions();
  asked = 0;
});

const mapRunOf = (executionArn: string): Promise<object> =>
  seen.cached("DescribeMapRun", { mapRunArn: `map of ${executionArn}` }, async () => {
    asked += 1;
    return { executionArn, answer: asked };
  });

test("a run that has ended is asked about once", async () => {
  seen.look([run("a")]);
  const first = await mapRunOf("a");
  seen.look([run("b", { status: "RUNNING" }), run("a")]);
  expect(await mapRunOf("a")).toBe(first);
  expect(asked).toBe(1);
});

test.each([
  ["runs", [run("a", { status: "RUNNING" })]],
  ["waits to be redriven", [run("a", { status: "PENDING_REDRIVE" })]],
  ["is not in the list", [run("b")]],
])("a run that %s is asked about each time", async (_, list) => {
  seen.look(list);
  await mapRunOf("a");
  await mapRunOf("a");
  expect(asked).toBe(2);
});

test("a run that was redriven is asked about again, also when it has ended meanwhile", async () => {
  seen.look([run("a")]);
  await mapRunOf("a");
  expect(seen.look([run("a", { redriveCount: 1, stopDate: new Date(3) })])).toEqual(["a"]);
  expect(await mapRunOf("a")).toMatchObject({ answer: 2 });
});

test("an answer that was under way while the run was redriven is not kept", async () => {
  seen.look([run("a")]);
  const { promise, resolve } = Promise.withResolvers<object>();
  const answer = seen.cached("ListMapRuns", { executionArn: "a" }, () => promise);
  seen.look([run("a", { status: "RUNNING" })]);
  resolve({ mapRuns: [] });
  await answer;
  seen.look([run("a", { stopDate: new Date(9) })]);
  expect(await seen.cached("ListMapRuns", { executionArn: "a" }, async () => ({ mapRuns: ["new"] }))).toEqual(
    {
      mapRuns: ["new"],
    },
  );
});

test.each([
  ["SUCCEEDED", 1],
  ["RUNNING", 2],
  ["FAILED", 2],
])("a student's execution that is %s is described %d times for two looks at it", async (status, times) => {
  const describe = () =>
    seen.cached("DescribeExecution", { executionArn: "student" }, async () => {
      asked += 1;
      return { executionArn: "student", status };
    });
  await describe();
  expect(await describe()).toEqual({ executionArn: "student", status });
  expect(asked).toBe(times);
});

test("nothing else is kept: starting a run starts one each time", async () => {
  seen.look([run("a")]);
  const start = () =>
    seen.cached("StartExecution", { input: "{}" }, async () => {
      asked += 1;
      return { executionArn: "a" };
    });
  await start();
  await start();
  expect(asked).toBe(2);
});

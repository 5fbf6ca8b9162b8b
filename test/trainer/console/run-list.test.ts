import {
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  type ExecutionListItem,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListMapRunsCommand,
} from "@aws-sdk/client-sfn";
import { beforeEach, expect, test } from "@jest/globals";
import { runIdSchema } from "../../../course/ids.ts";
import { keys } from "../../../course/storage/storage-keys.ts";
import { RunList } from "../../../trainer/console/run-list.ts";
import { course } from "../../tasks/support/course.ts";
import { MemoryStore } from "../../tasks/support/memory-store.ts";

const stateMachineArn = "arn:aws:states:us-east-1:000000000000:stateMachine:GradingRun";
const arnOf = (name: string): string => `${stateMachineArn.replace(":stateMachine:", ":execution:")}:${name}`;
const dayMs = 86_400_000;

/** A run that has come to the first of its two parts. */
const opened = {
  ...{ status: "open", runId: "2026-11-09T22-00-00Z", course, landedBy: "2026-11-09T22:00:35.000Z" },
  parts: [4, 2].map((students, part) => {
    const resultsPrefix = `runs/x/parts/${part}/results`;
    return { part, resultsPrefix, roster: { bucket: "course", key: "roster.jsonl", students } };
  }),
};

/** A Step Functions with these executions; each run has 4 students, of whom 1 failed. */
class Machine {
  executions: ExecutionListItem[] = [];
  readonly calls: string[] = [];

  readonly send = async (command: unknown): Promise<object> => {
    if (command instanceof ListExecutionsCommand) return this.#list(command.input.maxResults ?? 0);
    if (command instanceof DescribeExecutionCommand) {
      const name = command.input.executionArn?.split(":").at(-1) ?? "";
      return this.#say("describe", { output: JSON.stringify({ runId: runOf(name) }) });
    }
    if (command instanceof ListMapRunsCommand) return this.#say("map", { mapRuns: [{ mapRunArn: "map" }] });
    if (command instanceof DescribeMapRunCommand) {
      const itemCounts = { total: 4, succeeded: 3, failed: 1, timedOut: 0, aborted: 0 };
      return this.#say("counts", { itemCounts });
    }
    if (command instanceof GetExecutionHistoryCommand) {
      const stateExitedEventDetails = { name: "Open run", output: JSON.stringify(opened) };
      return this.#say("history", { events: [{ stateExitedEventDetails }] });
    }
    throw new Error("Nothing is known of such a call.");
  };

  #list(most: number): object {
    const executions = this.executions.slice(0, most);
    return this.#say("list", {
      executions,
      ...(executions.length < this.executions.length && { nextToken: "t" }),
    });
  }

  #say<T extends object>(call: string, answer: T): T {
    this.calls.push(call);
    return answer;
  }
}

const runOf = (name: string) => runIdSchema.parse(`2026-11-${name}T22-00-00Z`);

const ended = (day: number): ExecutionListItem => ({
  ...{ executionArn: arnOf(`${day}`), stateMachineArn, name: `${day}`, status: "SUCCEEDED" },
  startDate: new Date(day * dayMs),
  stopDate: new Date(day * dayMs + 60_000),
});

let machine: Machine;
let bucket: MemoryStore;
let runs: RunList;

const record = (day: number, more: object = {}): void => {
  const runId = runOf(`${day}`);
  const cutoff = `2026-11-${day}T22:00:00.000Z`;
  const own = { runId, executionArn: arnOf(`${day}`), cutoff, resumes: null, status: "closed", students: 4 };
  bucket.set(keys.run(runId), { ...own, ...more });
};

beforeEach(() => {
  machine = new Machine();
  bucket = new MemoryStore();
  machine.executions = [ended(12), ended(11), ended(10)];
  for (const day of [10, 11, 12]) record(day);
  // The client's type says which command has which answer; this one has no more than the list needs.
  runs = new RunList({ stepFunctions: { send: machine.send }, stateMachineArn, bucket });
});

test("a run shows what it graded and how many of its students are done, the latest first", async () => {
  const page = await runs.page(20);
  expect(page.hasMore).toBe(false);
  expect(page.runs.map(({ name, record: own, students }) => [name, own?.runId, students])).toEqual(
    ["12", "11", "10"].map((name) => [name, runOf(name), { total: 4, succeeded: 3, failed: 1 }]),
  );
});

test("the list is as long as was asked for, and says that there are more", async () => {
  const page = await runs.page(2);
  expect([page.runs.map(({ name }) => name), page.hasMore]).toEqual([["12", "11"], true]);
});

test("a list that is the same costs one call, and a new run four more", async () => {
  await runs.page(20);
  machine.calls.length = 0;
  await runs.page(20);
  expect(machine.calls).toEqual(["list"]);
  machine.executions = [ended(13), ...machine.executions];
  record(13);
  machine.calls.length = 0;
  expect((await runs.page(20)).runs[0]?.record?.runId).toBe(runOf("13"));
  expect(machine.calls).toEqual(["list", "describe", "map", "counts"]);
});

test("a run under way comes first, and is asked about each time", async () => {
  const { stopDate: _, ...begun } = ended(9);
  machine.executions = [...machine.executions, { ...begun, status: "RUNNING" }];
  await runs.page(20);
  machine.calls.length = 0;
  const [first] = (await runs.page(20)).runs;
  expect([first?.name, first?.status, first?.record]).toEqual(["9", "RUNNING", undefined]);
  expect(first?.students).toEqual({ total: 6, succeeded: 3, failed: 1 });
  expect(machine.calls).toEqual(["list", "map", "counts"]);
});

test("a redriven run is asked about again, and a resumed one names the run that resumed it", async () => {
  await runs.page(20);
  machine.calls.length = 0;
  record(12, { resumedBy: "2026-11-12T22-00-00Z-resume-1" });
  machine.executions = machine.executions.map((one) =>
    one.name === "12" ? { ...one, redriveCount: 1 } : one,
  );
  const { runs: shown } = await runs.page(20);
  expect(shown[0]?.record?.resumedBy).toBe("2026-11-12T22-00-00Z-resume-1");
  expect(machine.calls).toEqual(["list", "describe", "map", "counts"]);
});

test("the record of another execution is not shown as a run's own", async () => {
  record(12, { executionArn: arnOf("another") });
  expect((await runs.page(1)).runs[0]?.record).toBeUndefined();
});

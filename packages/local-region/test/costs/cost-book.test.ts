import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { CostBook } from "../../src/costs/cost-book.ts";
import { noUnits } from "../../src/costs/cost-lines.ts";

const run = "arn:aws:states:us-east-1:000000000000:execution:Run:monday";
const other = "arn:aws:states:us-east-1:000000000000:execution:Run:by-hand";
const child = "arn:aws:states:us-east-1:000000000000:execution:Run/Students:one";

let folder: string;
let invocations: number;
let book: CostBook;
let logged: string[];

const open = (): CostBook =>
  new CostBook({ folder, used: () => ({ ...noUnits, invocations }), log: (line) => logged.push(line) });

const enter = (executionArn: string, ...types: string[]): void => {
  for (const [index, type] of types.entries()) {
    book.enter({ executionArn, type, id: index + 1, previousEventId: index, timestamp: 0 });
  }
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "costs-"));
  invocations = 10;
  logged = [];
  book = open();
});

afterEach(() => rmSync(folder, { recursive: true }));

test("a start, each state entered and each further attempt of a task is a transition, the children's too", () => {
  enter(run, "ExecutionStarted", "TaskStateEntered", "TaskScheduled", "TaskFailed", "TaskScheduled");
  enter(run, "TaskSucceeded", "TaskStateExited", "MapStateEntered");
  enter(child, "ExecutionStarted", "TaskStateEntered", "TaskScheduled", "TaskStateExited");
  enter(child, "SucceedStateEntered", "SucceedStateExited", "ExecutionSucceeded");
  expect(book.of(run)?.units.stateTransitions).toBe(1 + 2 + 1 + 1 + 2);
});

test("what is used during a run is the run's, and stays known after its end and a restart", () => {
  enter(run, "ExecutionStarted");
  invocations = 14;
  enter(run, "ExecutionSucceeded");
  invocations = 99;
  book = open();
  expect(book.of(run)).toEqual({
    units: { ...noUnits, stateTransitions: 1, invocations: 4 },
    isShared: false,
    isPartial: false,
  });
});

test("two runs at one time both say that they share what was counted", () => {
  enter(run, "ExecutionStarted");
  enter(other, "ExecutionStarted", "ExecutionFailed");
  enter(run, "ExecutionSucceeded");
  expect([book.of(run)?.isShared, book.of(other)?.isShared]).toEqual([true, true]);
});

test("a run that had begun when the region started says that its beginning was not counted", () => {
  enter(run, "TaskSucceeded", "ExecutionSucceeded");
  expect(book.of(run)?.isPartial).toBe(true);
});

test("of a run that was never seen nothing is known", () => {
  expect(book.of(run)).toBeUndefined();
});

test("counts that can't be written down, as on a full disk, are known all the same, and written with the next run", () => {
  rmSync(folder, { recursive: true });
  writeFileSync(folder, "in the way");
  enter(run, "ExecutionStarted", "ExecutionSucceeded");
  expect(logged).toEqual([expect.stringMatching(/^What a run cost could not be written down: /)]);
  expect(book.of(run)?.units.stateTransitions).toBe(1);
  rmSync(folder);
  enter(other, "ExecutionStarted", "ExecutionSucceeded");
  expect(open().of(run)?.units.stateTransitions).toBe(1);
});

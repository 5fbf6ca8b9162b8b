import { expect, test } from "@jest/globals";
import { placeOf } from "../../../web/console/router.ts";
import { countsOf, partToShow } from "../../../web/console/run-parts.ts";
import { stateStatuses, statesOfEvents } from "../../../web/console/run-progress.ts";
import { stateIn, withState } from "../../../web/console/shown-state.ts";
import { stateExecutions } from "../../../web/console/state-executions.ts";
import type { HistoryEvent, MapRun } from "../../../web/console/states.ts";

/** Each event follows the one before it; `name` of a state that is entered. */
const history = (...events: readonly (readonly [type: string, name?: string])[]): HistoryEvent[] =>
  events.map(([type, name], index) => ({
    id: index + 1,
    previousEventId: index,
    timestamp: 0,
    type,
    ...(name === undefined ? {} : { stateEnteredEventDetails: { name } }),
  }));

const start = ["ExecutionStarted"] as const;

test("an event belongs to the state that was entered last before it", () => {
  const events = history(
    start,
    ["TaskStateEntered", "Grade"],
    ["TaskScheduled"],
    ["SucceedStateEntered", "Done"],
  );
  expect([...statesOfEvents(events)]).toEqual([
    [2, "Grade"],
    [3, "Grade"],
    [4, "Done"],
  ]);
});

test("a state is running until it is left, and then succeeded", () => {
  const entered = history(start, ["WaitStateEntered", "Wait"]);
  expect([...stateStatuses(entered, "RUNNING")]).toEqual([["Wait", "running"]]);
  const left = history(start, ["WaitStateEntered", "Wait"], ["WaitStateExited"], ["MapStateEntered", "Map"]);
  expect([...stateStatuses(left, "RUNNING")]).toEqual([
    ["Wait", "succeeded"],
    ["Map", "running"],
  ]);
});

test("a map whose items have states of their own is left as itself", () => {
  const events = history(start, ["MapStateEntered", "Each instant"], ["WaitStateEntered", "Wait"]);
  const exit = (id: number, type: string, name: string): HistoryEvent => ({
    ...{ id, previousEventId: id - 1, timestamp: 0, type, stateExitedEventDetails: { name } },
  });
  const left = [...events, exit(4, "WaitStateExited", "Wait"), exit(5, "MapStateExited", "Each instant")];
  expect([...stateStatuses(left, "SUCCEEDED")]).toEqual([
    ["Each instant", "succeeded"],
    ["Wait", "succeeded"],
  ]);
});

test("a task that succeeds at its second attempt has succeeded", () => {
  const attempts = [["TaskScheduled"], ["TaskFailed"], ["TaskScheduled"], ["TaskSucceeded"]] as const;
  const events = history(start, ["TaskStateEntered", "Grade"], ...attempts, ["TaskStateExited"]);
  expect([...stateStatuses(events, "RUNNING")]).toEqual([["Grade", "succeeded"]]);
});

test.each(["TaskFailed", "TaskTimedOut"])(
  "a state that was left after %s was handled, not well",
  (failure) => {
    const events = history(start, ["TaskStateEntered", "Grade"], [failure], ["TaskStateExited"]);
    expect([...stateStatuses(events, "RUNNING")]).toEqual([["Grade", "caught"]]);
  },
);

test.each([
  ["FAILED", "failed"],
  ["TIMED_OUT", "failed"],
  ["ABORTED", "stopped"],
] as const)("the state at which an execution ended %s is %s", (status, expected) => {
  const events = history(start, ["FailStateEntered", "Student failed"]);
  expect([...stateStatuses(events, status)]).toEqual([["Student failed", expected]]);
});

/** Events at 1 s, 2 s …, each with the one that it follows. */
const recorded = (
  ...events: readonly (readonly [type: string, previous: number, more?: object])[]
): HistoryEvent[] =>
  events.map(([type, previousEventId, more], index) => ({
    ...{ id: index + 1, previousEventId, timestamp: index + 1, type },
    ...more,
  }));

const entered = (name: string, input?: string) => ({ stateEnteredEventDetails: { name, input } });
const exited = (name: string, output?: string) => ({ stateExitedEventDetails: { name, output } });

test("a state has its input, its output and each attempt with its error", () => {
  const [state] = stateExecutions(
    recorded(
      ["TaskStateEntered", 0, entered("Grade", '{"a":1}')],
      ["TaskScheduled", 1],
      ["TaskFailed", 2, { taskFailedEventDetails: { error: "Transient", cause: "slow" } }],
      ["TaskScheduled", 3],
      ["TaskSucceeded", 4],
      ["TaskStateExited", 5, exited("Grade", '{"b":2}')],
    ),
    "RUNNING",
  );
  expect(state).toEqual({
    ...{ name: "Grade", type: "Task", status: "succeeded", startedAt: 1000, endedAt: 6000 },
    ...{ input: '{"a":1}', output: '{"b":2}' },
    attempts: [
      { startedAt: 2000, endedAt: 3000, error: "Transient", cause: "slow" },
      { startedAt: 4000, endedAt: 5000 },
    ],
  });
});

test("a state in a Map is told apart for each item, and the Map from its items", () => {
  const states = stateExecutions(
    recorded(
      ["MapStateEntered", 0, entered("Each part")],
      ["MapStateStarted", 1],
      ["MapIterationStarted", 2],
      ["PassStateEntered", 3, entered("One")],
      ["PassStateExited", 4, exited("One")],
      ["MapIterationSucceeded", 5],
      ["MapIterationStarted", 2],
      ["PassStateEntered", 7, entered("One")],
      ["PassStateExited", 8, exited("One")],
      ["MapIterationSucceeded", 9],
      ["MapStateSucceeded", 10],
      ["MapStateExited", 10, exited("Each part")],
    ),
    "SUCCEEDED",
  );
  expect(states.map(({ name, startedAt, endedAt, status }) => [name, startedAt, endedAt, status])).toEqual([
    ["Each part", 1000, 12000, "succeeded"],
    ["One", 4000, 5000, "succeeded"],
    ["One", 8000, 9000, "succeeded"],
  ]);
});

test("an expression that fails belongs to its state, though it follows the event before that was entered", () => {
  const failed = { error: "States.QueryEvaluationError", cause: "nothing" };
  const evaluationFailedEventDetails = { ...failed, state: "Sum" };
  const events = recorded(
    ["PassStateEntered", 0, entered("Sum")],
    ["PassStateExited", 1, exited("Sum")],
    ["TaskStateEntered", 2, entered("Sum")],
    ["EvaluationFailed", 2, { evaluationFailedEventDetails }],
    ["TaskStateExited", 4, exited("Sum")],
    ["PassStateEntered", 5, entered("After")],
    ["EvaluationFailed", 5, { evaluationFailedEventDetails: { ...failed, state: "After" } }],
    ["ExecutionFailed", 7],
  );
  expect(statesOfEvents(events).get(7)).toBe("After");
  const attempts = (at: number) => [{ startedAt: at, endedAt: at, ...failed }];
  expect(stateExecutions(events, "FAILED")).toMatchObject([
    { name: "Sum", status: "succeeded", endedAt: 2000, attempts: [] },
    { name: "Sum", status: "caught", endedAt: 5000, attempts: attempts(4000) },
    { name: "After", status: "failed", endedAt: 8000, attempts: attempts(7000) },
  ]);
});

test("an expression that fails after the call ends the attempt, and before a call it is one of its own", () => {
  const evaluationFailed = {
    evaluationFailedEventDetails: { state: "Grade", error: "States.QueryEvaluationError" },
  };
  const [state] = stateExecutions(
    recorded(
      ["TaskStateEntered", 0, entered("Grade")],
      ["TaskScheduled", 1],
      ["TaskSucceeded", 2],
      ["EvaluationFailed", 3, evaluationFailed],
      ["EvaluationFailed", 4, evaluationFailed],
    ),
    "FAILED",
  );
  expect(state?.attempts).toEqual([
    { startedAt: 2000, endedAt: 4000, error: "States.QueryEvaluationError" },
    { startedAt: 5000, endedAt: 5000, error: "States.QueryEvaluationError" },
  ]);
});

test("a state that an execution was stopped in has no end of its own, and ends with it", () => {
  const events = recorded(["WaitStateEntered", 0, entered("Wait")], ["ExecutionAborted", 1]);
  expect(stateExecutions(events, "ABORTED")).toMatchObject([{ status: "stopped", endedAt: 2000 }]);
  expect(stateExecutions(events.slice(0, 1), "RUNNING")).toMatchObject([
    { status: "running", endedAt: undefined },
  ]);
});

test("the state that is open is part of the address, and of no view's", () => {
  const address = withState("#/runs/x?state=Old", "Grade every student");
  expect([address, stateIn(address), placeOf(address)]).toEqual([
    "#/runs/x?state=Grade%20every%20student",
    "Grade every student",
    { view: "run", run: "x" },
  ]);
  expect(stateIn("#/runs/x")).toBeUndefined();
});

/** The map over one part of the roster. */
const part = (counts: {
  readonly succeeded?: number;
  readonly failed?: number;
  readonly timedOut?: number;
}): MapRun => {
  const none = { pending: 0, running: 0, succeeded: 0, failed: 0, timedOut: 0, aborted: 0 };
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return { mapRunArn: "arn", status: "SUCCEEDED", executionCounts: { ...none, ...counts, total } };
};

test.each<[string, MapRun[], number]>([
  ["the last that the run has come to", [part({ succeeded: 2 }), part({ succeeded: 2 }), part({})], 2],
  [
    "the last in which somebody failed",
    [part({ failed: 1 }), part({ failed: 1 }), part({ succeeded: 2 })],
    1,
  ],
  ["one in which somebody ran out of time", [part({ timedOut: 1 }), part({ succeeded: 2 })], 0],
])("of a run's parts the console opens %s", (_, mapRuns, index) => {
  expect(partToShow({ mapRuns })).toBe(index);
});

test("the students of parts that the run has not come to are waiting", () => {
  const mapRuns = [part({ succeeded: 3, failed: 1 }), part({ succeeded: 2, timedOut: 2 })];
  expect(countsOf({ mapRuns, record: { students: 10 } })).toEqual({
    ...{ pending: 2, running: 0, succeeded: 5, failed: 1, timedOut: 2, aborted: 0, total: 10 },
  });
  expect(countsOf({ mapRuns: [], record: { students: 10 } })).toBeUndefined();
});

import { expect, test } from "@jest/globals";
import { stateStatuses, statesOfEvents } from "../../../web/console/run-progress.ts";
import type { HistoryEvent } from "../../../web/console/states.ts";

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

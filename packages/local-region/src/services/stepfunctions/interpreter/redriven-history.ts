import type { JournalEvent } from "../journal/history-event.ts";

/** Events of the execution itself, not of one of its branches. */
const boundaries = [
  "ExecutionStarted",
  "ExecutionSucceeded",
  "ExecutionFailed",
  "ExecutionAborted",
  "ExecutionTimedOut",
];

/** Events that a redrive keeps of a state with branches, iterations or children: only those that failed run again. */
const lasting = [
  "ParallelStateStarted",
  "ParallelStateSucceeded",
  "MapStateStarted",
  "MapStateSucceeded",
  "MapRunStarted",
  "MapRunRedriven",
  "MapRunSucceeded",
];

const endsFromOutside = /^(\w+StateAborted|MapIterationAborted|MapIterationFailed)$/;

/** A branch's history up to its unfinished state, as if that state had just been entered. */
const untilUnfinished = (history: readonly JournalEvent[]): JournalEvent[] => {
  const own = history.filter(({ type }) => !endsFromOutside.test(type));
  const entered = own.findLastIndex(({ type }) => type.endsWith("StateEntered"));
  const exited = own.findLastIndex(({ type }) => type.endsWith("StateExited"));
  if (entered <= exited) return own;
  const since = own.slice(entered + 1);
  const begun = since.findLastIndex(
    ({ type }) => type === "ParallelStateStarted" || type === "MapStateStarted",
  );
  const lasts = begun < 0 ? [] : since.slice(begun).filter(({ type }) => lasting.includes(type));
  return [...own.slice(0, entered + 1), ...lasts];
};

export type BranchHistories = Map<string, JournalEvent[]>;

/**
 * What each branch replays, by its path. A redrive starts again at the unfinished states. It forgets their attempts, so that
 * their retries count from zero.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html
 */
export const branchHistories = (events: readonly JournalEvent[]): BranchHistories => {
  const histories: BranchHistories = new Map();
  for (const event of events) {
    if (event.type === "ExecutionRedriven") {
      for (const [path, history] of histories) histories.set(path, untilUnfinished(history));
    } else if (!boundaries.includes(event.type)) {
      const history = histories.get(event.path);
      if (history) history.push(event);
      else histories.set(event.path, [event]);
    }
  }
  return histories;
};

/** The attempts at tasks that wait for an answer. The answer may come before the execution runs again. */
export const openTasks = (histories: BranchHistories): readonly string[] =>
  [...histories.values()].flatMap((history) => {
    const waits = history.findLast(({ decision }) => typeof decision?.waits === "string")?.decision?.waits;
    const isWaiting = ["TaskScheduled", "TaskStarted", "TaskSubmitted"].includes(history.at(-1)?.type ?? "");
    return isWaiting && typeof waits === "string" ? [waits] : [];
  });

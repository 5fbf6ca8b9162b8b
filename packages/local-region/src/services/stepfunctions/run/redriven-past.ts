import type { JournalEvent } from "../journal/history-event.ts";

/** Of the execution as a whole, not of one of its branches. */
const boundaries = [
  "ExecutionStarted",
  "ExecutionSucceeded",
  "ExecutionFailed",
  "ExecutionAborted",
  "ExecutionTimedOut",
];

/** What a state with branches, iterations or children of its own has done stays done: only what failed is taken up again. */
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

/** A branch's past up to the state that it had not left, as if that state had only just been entered. */
const untilUnfinished = (past: readonly JournalEvent[]): JournalEvent[] => {
  const own = past.filter(({ type }) => !endsFromOutside.test(type));
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

export type BranchPasts = Map<string, JournalEvent[]>;

/**
 * What each branch recalls, by its path. A redrive goes on at the states that had not been left: their attempts, and with
 * them the retries that were used up, are no longer part of it.
 * Source: Developer Guide, "Restarting state machine executions with redrive".
 */
export const branchPasts = (events: readonly JournalEvent[]): BranchPasts => {
  const pasts: BranchPasts = new Map();
  for (const event of events) {
    if (event.type === "ExecutionRedriven") {
      for (const [path, past] of pasts) pasts.set(path, untilUnfinished(past));
    } else if (!boundaries.includes(event.type)) {
      const past = pasts.get(event.path);
      if (past) past.push(event);
      else pasts.set(event.path, [event]);
    }
  }
  return pasts;
};

/** Attempts at tasks that wait for an answer, which may come before the execution has been taken up. */
export const openTasks = (pasts: BranchPasts): readonly string[] =>
  [...pasts.values()].flatMap((past) => {
    const waits = past.findLast(({ decision }) => typeof decision?.waits === "string")?.decision?.waits;
    const isWaiting = ["TaskScheduled", "TaskStarted", "TaskSubmitted"].includes(past.at(-1)?.type ?? "");
    return isWaiting && typeof waits === "string" ? [waits] : [];
  });

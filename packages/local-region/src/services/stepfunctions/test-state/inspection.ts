import type { Json } from "../../../ports.ts";
import type { State } from "../definition/program.ts";
import { retrierFor } from "../interpreter/failures.ts";
import type { Trial } from "../interpreter/run-branch.ts";
import type { JournalEvent } from "../journal/history-event.ts";

/** What the test of a Map or Parallel shows beside its result. */
export type Inspection = Record<string, Json>;

type Members = Readonly<Record<string, Json>>;

/** What a task was called with, and what it answered, by its events. */
export const ofTask = (state: State, events: readonly JournalEvent[]): Members => {
  const details = (type: RegExp) => events.find((event) => type.test(event.type))?.details;
  const scheduled = details(/Scheduled$/);
  const answered = details(/^(Task|LambdaFunction)Succeeded$/);
  const hasArguments = "Arguments" in state && state.Arguments !== undefined;
  return {
    ...(scheduled && hasArguments ? { afterArguments: String(scheduled.parameters ?? scheduled.input) } : {}),
    ...(answered ? { result: String(answered.output) } : {}),
  };
};

/** Which retrier or catcher took the failure; a retrier that is used up shows without its wait. */
export const errorDetails = (state: State, { failed }: Trial, now: number): Members => {
  if (!failed) return {};
  const { failure, decision } = failed;
  const retrier = retrierFor(state, failure);
  const details = {
    ...(decision.kind === "catch" ? { catchIndex: decision.catcher } : {}),
    ...(retrier < 0 ? {} : { retryIndex: retrier }),
    ...(decision.kind === "retry"
      ? { retryBackoffIntervalSeconds: Math.round((decision.at - now) / 1000) }
      : {}),
  };
  return Object.keys(details).length === 0 ? {} : { errorDetails: details };
};

import { isObject } from "../../../json.ts";
import type { State } from "../definition/program.ts";
import type { StateFailure } from "../state-failure.ts";
import {
  type Decision,
  type Failed,
  failureFromJournal,
  failureToJournal,
  fallbackEvent,
} from "./failures.ts";
import type { StateExecution } from "./state-execution.ts";

/** Names the note of a failed attempt at a Parallel or Map. After a redrive the attempts count from zero. */
const noteOf = ({ branch, entered, retryCount }: StateExecution): string =>
  `failure ${entered.id} ${retryCount}${branch.execution.redriveSuffix}`;

/**
 * Whether nothing happened between entering the state and the failure of an expression. On AWS that failure follows the event
 * before the state was entered; that of a Wait, which evaluates once it waits, follows its entry.
 */
const failsOnEntering = ({ branch, entered, type }: StateExecution, { event }: StateFailure): boolean =>
  type !== "Wait" && event?.type === "EvaluationFailed" && branch.lastEventId === entered.id;

/**
 * Records a failed attempt and the decision about it. The history shows the failure of a Parallel or Map only after the last
 * attempt. Before that the decision to retry is a note beside the history.
 */
export const recordFailure = (
  stateExecution: StateExecution,
  state: State,
  failure: StateFailure,
  decision: Decision,
): void => {
  const { branch } = stateExecution;
  const kept = failureToJournal(failure, decision);
  if (failsOnEntering(stateExecution, failure)) branch.followBefore(stateExecution.entered);
  if (state.Type !== "Parallel" && state.Type !== "Map") {
    const event = failure.event ?? fallbackEvent(state, failure);
    if (event) branch.record(event.type, event.details, { failure: kept });
    return;
  }
  if (failure.event) branch.record(failure.event.type, failure.event.details);
  if (decision.kind === "retry") {
    branch.execution.note(noteOf(stateExecution), { ...kept, lastEventId: branch.lastEventId });
  } else branch.record(`${state.Type}StateFailed`, {}, { failure: kept });
};

/** Records that a catcher failed. Nothing catches that. */
export const recordCatcherFailure = ({ branch }: StateExecution, failure: StateFailure): void => {
  if (!failure.event) return;
  const { type, details } = failure.event;
  branch.record(type, details, { failure: failureToJournal(failure, { kind: "fail" }) });
};

/** Replays how an attempt failed before the region was killed. */
export const replayFailure = (stateExecution: StateExecution): Failed | undefined => {
  const { branch } = stateExecution;
  const noted = branch.execution.noted(noteOf(stateExecution));
  if (isObject(noted)) {
    branch.skipThrough(Number(noted.lastEventId));
    return failureFromJournal(noted);
  }
  const kept = branch.replayFailure()?.decision?.failure;
  return isObject(kept) ? failureFromJournal(kept) : undefined;
};

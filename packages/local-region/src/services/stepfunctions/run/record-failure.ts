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
import type { Visit } from "./visit.ts";

/** Of an attempt at a state that is made of others. A redrive begins to count anew. */
const noteOf = ({ branch, entered, retryCount }: Visit): string =>
  `failure ${entered.id} ${retryCount}${branch.execution.redriveSuffix}`;

/**
 * Tells of a failed attempt, and keeps what is done about it. A Parallel or Map tells of its failure once, after the last
 * attempt; that another one follows is noted beside the history, where the next attempt simply begins.
 */
export const recordFailure = (
  visit: Visit,
  state: State,
  failure: StateFailure,
  decision: Decision,
): void => {
  const { branch } = visit;
  const kept = failureToJournal(failure, decision);
  if (state.Type !== "Parallel" && state.Type !== "Map") {
    const event = failure.event ?? fallbackEvent(state, failure);
    if (event) branch.record(event.type, event.details, { failure: kept });
    return;
  }
  if (failure.event) branch.record(failure.event.type, failure.event.details);
  if (decision.kind === "retry") {
    branch.execution.note(noteOf(visit), { ...kept, lastEventId: branch.lastEventId });
  } else branch.record(`${state.Type}StateFailed`, {}, { failure: kept });
};

/** Nothing catches what a catcher itself fails with. */
export const recordCatcherFailure = ({ branch }: Visit, failure: StateFailure): void => {
  if (!failure.event) return;
  const { type, details } = failure.event;
  branch.record(type, details, { failure: failureToJournal(failure, { kind: "fail" }) });
};

/** How an attempt failed before the region was killed. */
export const recallFailure = (visit: Visit): Failed | undefined => {
  const { branch } = visit;
  const noted = branch.execution.noted(noteOf(visit));
  if (isObject(noted)) {
    branch.skipThrough(Number(noted.lastEventId));
    return failureFromJournal(noted);
  }
  const kept = branch.recallFailure()?.decision?.failure;
  return isObject(kept) ? failureFromJournal(kept) : undefined;
};

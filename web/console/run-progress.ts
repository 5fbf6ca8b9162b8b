import type { ExecutionDetail, HistoryEvent } from "./states.ts";

/** Status of a state of an execution. `caught`: it failed, and the run went on by another path. */
export type StateStatus = "waiting" | "running" | "succeeded" | "caught" | "failed" | "stopped";

const failures =
  /^((Task|LambdaFunction|MapRun|MapState)(Failed|TimedOut|Aborted|StartFailed|SubmitFailed)|EvaluationFailed)$/;
const successes = /^(Task|MapRun)Succeeded$/;

/** The state that the event itself names. A failed expression of a state may follow the event before the state was entered. */
export const stateNamedBy = (event: HistoryEvent): string | undefined =>
  (event.stateEnteredEventDetails ?? event.stateExitedEventDetails)?.name ??
  event.evaluationFailedEventDetails?.state;

/**
 * The state that each event belongs to, by the event's id: that of the event before it, unless it names one. A Map is left
 * after the last event of its last item.
 */
export const statesOfEvents = (events: readonly HistoryEvent[]): ReadonlyMap<number, string> => {
  const names = new Map<number, string>();
  for (const event of events) {
    const name = stateNamedBy(event) ?? names.get(event.previousEventId);
    if (name !== undefined) names.set(event.id, name);
  }
  return names;
};

const endOf = (status: ExecutionDetail["status"]): StateStatus => {
  if (status === "FAILED" || status === "TIMED_OUT") return "failed";
  return status === "ABORTED" ? "stopped" : "running";
};

/** The status of each state that was entered, by its name. */
export const stateStatuses = (
  events: readonly HistoryEvent[],
  status: ExecutionDetail["status"],
): ReadonlyMap<string, StateStatus> => {
  const names = statesOfEvents(events);
  const statuses = new Map<string, StateStatus>();
  const hasFailed = new Set<string>();
  for (const { id, type } of events) {
    const name = names.get(id);
    if (name === undefined) continue;
    if (type.endsWith("StateEntered")) {
      statuses.set(name, endOf(status));
      hasFailed.delete(name);
    } else if (failures.test(type)) hasFailed.add(name);
    else if (successes.test(type)) hasFailed.delete(name);
    else if (type.endsWith("StateExited")) statuses.set(name, hasFailed.has(name) ? "caught" : "succeeded");
  }
  return statuses;
};

/** In words, for readers who do not see colours. */
export const statusWords: Readonly<Record<StateStatus, string>> = {
  waiting: "not reached",
  running: "running",
  succeeded: "succeeded",
  caught: "failed, and was handled",
  failed: "failed",
  stopped: "stopped",
};

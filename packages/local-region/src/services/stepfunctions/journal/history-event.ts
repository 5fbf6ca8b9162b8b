import type { JsonObject } from "../../../json.ts";

/**
 * One event of an execution's history, with what the engine needs to continue the execution after a kill.
 */
export interface JournalEvent {
  /** From 1, without gaps. */
  readonly id: number;
  /** The event before it on the same branch; 0 for the first of all. */
  readonly previousEventId: number;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  /**
   * AWS's name of the event, e.g. `TaskScheduled`.
   * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html
   */
  readonly type: string;
  /** The members that AWS gives to an event of this type. */
  readonly details: JsonObject;
  /** The branch it happened on: empty, or `<id of the Parallel's or Map's started event>/<index>`. */
  readonly path: string;
  /** Decisions that the history does not show: the next state, the retry or catcher of a failure, a Map run. */
  readonly decision?: JsonObject;
}

/** An event as GetExecutionHistory gives it. */
export interface HistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  /** Seconds since 1970, as the JSON protocols of AWS write instants. */
  readonly timestamp: number;
  readonly type: string;
  readonly [details: string]: JsonObject | number | string;
}

const detailsMember = (type: string): string => {
  if (type.endsWith("StateEntered")) return "stateEnteredEventDetails";
  if (type.endsWith("StateExited")) return "stateExitedEventDetails";
  return `${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`;
};

const executionData = new Set([
  "input",
  "inputDetails",
  "output",
  "outputDetails",
  "parameters",
  "assignedVariables",
  "assignedVariablesDetails",
]);

/** Ends whose details AWS gives even where they hold neither error nor cause. */
const failures = new Set(["ExecutionFailed", "ExecutionAborted", "ExecutionTimedOut", "MapRunFailed"]);

const withoutData = (details: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(details).filter(([name]) => !executionData.has(name)));

/** `includeData`: with inputs, outputs, parameters and variables. */
export const toHistoryEvent = (event: JournalEvent, includeData: boolean): HistoryEvent => {
  const { id, previousEventId, type, timestamp } = event;
  const details = includeData ? event.details : withoutData(event.details);
  const hasDetails = Object.keys(details).length > 0 || failures.has(type);
  return {
    timestamp: timestamp / 1000,
    type,
    id,
    previousEventId,
    ...(hasDetails ? { [detailsMember(type)]: details } : {}),
  };
};

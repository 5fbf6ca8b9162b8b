import { type StateStatus, stateNamedBy, stateStatuses } from "./run-progress.ts";
import type { ExecutionDetail, HistoryEvent } from "./states.ts";

/** One try of a state's work. Instants are milliseconds since 1970. */
export interface Attempt {
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly error?: string;
  readonly cause?: string;
}

/** One time that a state was entered: those in a Map are entered for each item. */
export interface StateExecution {
  readonly name: string;
  /** As the definition names it: `Task`. */
  readonly type: string;
  readonly status: StateStatus;
  readonly startedAt: number;
  /** undefined: it has not been left. */
  readonly endedAt: number | undefined;
  readonly input: string | undefined;
  readonly output: string | undefined;
  readonly attempts: readonly Attempt[];
}

interface Draft {
  readonly entered: HistoryEvent;
  readonly name: string;
  readonly attempts: Attempt[];
  exited?: HistoryEvent;
  last: HistoryEvent;
}

const begins = /^(Task|LambdaFunction|Activity)Scheduled$|^MapRunStarted$/;
const ends =
  /^((Task|LambdaFunction|Activity|MapRun)(Failed|TimedOut|Aborted|StartFailed|SubmitFailed|ScheduleFailed|Succeeded)|EvaluationFailed)$/;

/** What an event says beside its head. */
export const detailsOf = ({
  id: _id,
  previousEventId: _previous,
  timestamp: _timestamp,
  type: _type,
  ...details
}: HistoryEvent): unknown => Object.values(details).find((value) => value !== undefined);

const failureOf = (event: HistoryEvent): Pick<Attempt, "error" | "cause"> => {
  const details = Object(detailsOf(event));
  return {
    ...(typeof details.error === "string" && { error: details.error }),
    ...(typeof details.cause === "string" && { cause: details.cause }),
  };
};

const noteAttempt = (draft: Draft, event: HistoryEvent): void => {
  const at = event.timestamp * 1000;
  if (begins.test(event.type)) draft.attempts.push({ startedAt: at });
  if (!ends.test(event.type)) return;
  // An expression may fail after the attempt's call succeeded, or before any was made.
  const begun = draft.attempts.at(-1)?.error === undefined ? draft.attempts.pop() : undefined;
  draft.attempts.push({
    startedAt: at,
    ...begun,
    endedAt: at,
    ...(!event.type.endsWith("Succeeded") && failureOf(event)),
  });
};

/** The open one that an event names, which need not follow an event of it: that which followed the same event, or the last. */
const openOne = (
  drafts: readonly Draft[],
  name: string,
  { previousEventId }: HistoryEvent,
): Draft | undefined => {
  const open = drafts.filter((one) => one.name === name && one.exited === undefined);
  return open.find((one) => one.entered.previousEventId === previousEventId) ?? open.at(-1);
};

/** Which state each event belongs to: that of the event before it, unless it names another. */
const draftsOf = (events: readonly HistoryEvent[]): Draft[] => {
  const drafts: Draft[] = [];
  const byEvent = new Map<number, Draft>();
  for (const event of events) {
    const { stateEnteredEventDetails: entered, stateExitedEventDetails: exited } = event;
    const named = stateNamedBy(event);
    let draft = byEvent.get(event.previousEventId);
    if (entered) {
      draft = { entered: event, name: entered.name, attempts: [], last: event };
      drafts.push(draft);
    } else if (named !== undefined && (draft?.name !== named || draft.exited)) {
      draft = openOne(drafts, named, event);
    }
    if (!draft) continue;
    byEvent.set(event.id, draft);
    draft.last = event;
    if (exited) draft.exited = event;
    else noteAttempt(draft, event);
  }
  return drafts;
};

const textOf = (details: unknown, name: "input" | "output"): string | undefined => {
  const value: unknown = Object(details)[name];
  return typeof value === "string" ? value : undefined;
};

/** The last time that a state was entered has the status that the graph shows. */
const statusOf = (draft: Draft, ofName: StateStatus, isLast: boolean): StateStatus => {
  if (isLast) return ofName;
  if (!draft.exited) return "stopped";
  return draft.attempts.at(-1)?.error === undefined ? "succeeded" : "caught";
};

/** Each time that a state was entered, in that order. */
export const stateExecutions = (
  events: readonly HistoryEvent[],
  status: ExecutionDetail["status"],
): StateExecution[] => {
  const statuses = stateStatuses(events, status);
  const drafts = draftsOf(events);
  const lastOf = new Map(drafts.map((draft) => [draft.name, draft]));
  return drafts.map((draft) => {
    const { entered, exited, name, attempts, last } = draft;
    const own = statusOf(draft, statuses.get(name) ?? "running", lastOf.get(name) === draft);
    const hasEnded = exited !== undefined || status !== "RUNNING";
    return {
      ...{ name, status: own, attempts },
      type: entered.type.replace(/StateEntered$/, ""),
      startedAt: entered.timestamp * 1000,
      endedAt: hasEnded ? (exited ?? last).timestamp * 1000 : undefined,
      input: textOf(entered.stateEnteredEventDetails, "input"),
      output: textOf(exited?.stateExitedEventDetails, "output"),
    };
  });
};

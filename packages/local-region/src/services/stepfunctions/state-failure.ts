/** Error names that the States Language reserves. */
export const stateErrors = {
  all: "States.ALL",
  dataLimitExceeded: "States.DataLimitExceeded",
  exceedToleratedFailureThreshold: "States.ExceedToleratedFailureThreshold",
  heartbeatTimeout: "States.HeartbeatTimeout",
  itemReaderFailed: "States.ItemReaderFailed",
  noChoiceMatched: "States.NoChoiceMatched",
  queryEvaluationError: "States.QueryEvaluationError",
  resultWriterFailed: "States.ResultWriterFailed",
  runtime: "States.Runtime",
  taskFailed: "States.TaskFailed",
  timeout: "States.Timeout",
} as const;

/** A state that failed, in the words that its `Retry` and `Catch`, or the execution, get to see. */
export class StateFailure extends Error {
  readonly error: string | undefined;
  readonly failureCause: string | undefined;
  /** The history event that tells of it; without one nothing is recorded before the state is left. */
  readonly event: FailureEvent | undefined;
  /** Further names under which a retrier or catcher may know it. */
  readonly aliases: readonly string[];

  constructor(
    error: string | undefined,
    cause?: string,
    more: { readonly event?: FailureEvent | undefined; readonly aliases?: readonly string[] } = {},
  ) {
    super(`${error ?? "(no error)"}: ${cause ?? "(no cause)"}`);
    this.name = "StateFailure";
    this.error = error;
    this.failureCause = cause;
    this.event = more.event;
    this.aliases = more.aliases ?? [];
  }

  /** As the state around sees it, when the history has told of it already. */
  withoutEvent(): StateFailure {
    return new StateFailure(this.error, this.failureCause, { aliases: this.aliases });
  }
}

export interface FailureEvent {
  readonly type: string;
  readonly details: Readonly<Record<string, string | number>>;
}

/** `{error, cause}` without the members that are not there, as history events carry them. */
export const errorAndCause = (failure: {
  readonly error: string | undefined;
  readonly failureCause: string | undefined;
}): Record<string, string> => ({
  ...(failure.error === undefined ? {} : { error: failure.error }),
  ...(failure.failureCause === undefined ? {} : { cause: failure.failureCause }),
});

/**
 * Whether a retrier or catcher that lists `errorEquals` takes the failure. `States.ALL` takes all but
 * `States.DataLimitExceeded` and `States.Runtime`, and nothing takes the latter; `States.TaskFailed` takes all that
 * `States.ALL` does but timeouts.
 */
export const isTakenBy = (failure: StateFailure, errorEquals: readonly string[]): boolean => {
  const names = [failure.error, ...failure.aliases];
  if (names.includes(stateErrors.runtime)) return false;
  if (errorEquals.some((name) => names.includes(name))) return true;
  if (names.includes(stateErrors.dataLimitExceeded)) return false;
  if (errorEquals.includes(stateErrors.all)) return true;
  return errorEquals.includes(stateErrors.taskFailed) && !names.includes(stateErrors.timeout);
};

/**
 * The error names that the States Language reserves.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
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

/** What AWS says of a result beyond the limit. `name`: of the state, of a task's service, or a function's ARN. */
export const tooLargeResult = (name: string): string =>
  `The state/task '${name}' returned a result with a size exceeding the maximum number of bytes service limit.`;

/** The failure of a state, with the error and cause that `Retry`, `Catch` and the execution see. */
export class StateFailure extends Error {
  readonly error: string | undefined;
  readonly failureCause: string | undefined;
  /** The history event to record for it; undefined: none. */
  readonly event: FailureEvent | undefined;
  /** Further names that match it in a retrier or catcher. */
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

  /** The same failure for the state around, once its event is recorded. */
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
 * Whether a retrier or catcher with this `ErrorEquals` takes the failure. Nothing takes `States.Runtime`, and `States.ALL` all
 * else: also `States.DataLimitExceeded`, as recordings of AWS show where the documentation says otherwise. `States.TaskFailed`
 * takes neither that nor timeouts.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export const isTakenBy = (failure: StateFailure, errorEquals: readonly string[]): boolean => {
  const names = [failure.error, ...failure.aliases];
  if (names.includes(stateErrors.runtime)) return false;
  if (errorEquals.some((name) => names.includes(name))) return true;
  if (errorEquals.includes(stateErrors.all)) return true;
  if (names.includes(stateErrors.dataLimitExceeded)) return false;
  return errorEquals.includes(stateErrors.taskFailed) && !names.includes(stateErrors.timeout);
};

import { Duration } from "aws-cdk-lib";
import { Errors, type IChainable, JitterType, TaskInput, Timeout } from "aws-cdk-lib/aws-stepfunctions";
import { LambdaInvoke } from "aws-cdk-lib/aws-stepfunctions-tasks";
import type { Construct } from "constructs";
import { errorNames } from "../course/run/run.ts";
import type { TaskFunction } from "../lib/task-function.ts";

export interface TaskStateProps {
  /** What a trainer reads about the state in the console. */
  readonly comment: string;
  readonly task: TaskFunction;
  /** The function's input: JSONata in `{% %}`, or an object that holds some. */
  readonly payload: string | Readonly<Record<string, unknown>>;
  /**
   * Variables to set when the task is done.
   *
   * @default - none
   */
  readonly assign?: Readonly<Record<string, unknown>>;
  readonly output: string;
  /** The next state after any error, and the variables to set. */
  readonly onFailure: { readonly next: IChainable; readonly assign?: Readonly<Record<string, unknown>> };
}

/**
 * Error and cause in a Catch, each null where nobody gave one, as of a task that somebody fails by hand. Causes hold stack traces, and a
 * Fail state's may have 32,768 characters, also when this one is written into it as JSON.
 */
export const caughtError = {
  error:
    "{% $type($states.errorOutput.Error) = 'string' ? $states.errorOutput.Error : 'States.TaskFailed' %}",
  cause:
    "{% $type($states.errorOutput.Cause) = 'string' ? $substring($states.errorOutput.Cause, 0, 8000) : '' %}",
} as const;

/** Invokes a task's function, with the retries that Lambda needs and a Catch for every error. */
export const taskState = (scope: Construct, name: string, props: TaskStateProps): LambdaInvoke => {
  const state = LambdaInvoke.jsonata(scope, name, {
    comment: props.comment,
    lambdaFunction: props.task.function,
    payload:
      typeof props.payload === "string"
        ? TaskInput.fromText(props.payload)
        : TaskInput.fromObject(props.payload),
    // Lambda ends the function at its own timeout; the extra minute is for a throttled start.
    taskTimeout: Timeout.duration(props.task.timeout.plus(Duration.minutes(1))),
    retryOnServiceExceptions: false,
    ...(props.assign && { assign: props.assign }),
    outputs: props.output,
  });
  state.addRetry({
    errors: [
      errorNames.transient,
      "Lambda.AWSLambdaException",
      "Lambda.ClientExecutionTimeoutException",
      "Lambda.SdkClientException",
      "Lambda.ServiceException",
      "Lambda.TooManyRequestsException",
    ],
    interval: Duration.seconds(2),
    backoffRate: 2,
    maxDelay: Duration.minutes(1),
    maxAttempts: 6,
    jitterStrategy: JitterType.FULL,
  });
  // Crashes and timeouts may be transient. Tasks are idempotent, so retry once.
  state.addRetry({
    errors: ["Runtime.ExitError", "Sandbox.Timedout", "Lambda.Unknown"],
    interval: Duration.seconds(2),
    maxAttempts: 1,
  });
  const { next, ...onFailure } = props.onFailure;
  state.addCatch(next, { errors: [Errors.ALL], ...onFailure });
  return state;
};

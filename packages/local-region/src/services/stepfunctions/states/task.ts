import { parseResource } from "../definition/resources.ts";
import type { Outcome, StateExecution } from "../interpreter/state-execution.ts";
import type { Payload } from "../payload.ts";
import { TaskAttempt } from "../tasks/attempt.ts";
import { runCallback } from "../tasks/callback.ts";
import type { TaskContext } from "../tasks/task-context.ts";

/** Carries out an attempt at a task, and gives its result. */
export type ResultOf = (attempt: TaskAttempt, context: TaskContext) => Promise<Payload>;

/**
 * Calls a function or sends a message. Its result is the service's answer or, where it waits for one, the answer to its
 * token.
 */
export const runTask = async (
  stateExecution: StateExecution<"Task">,
  context: TaskContext,
  resultOf: ResultOf = callResult,
): Promise<Outcome> => {
  const { state } = stateExecution;
  const resource = parseResource(state.Resource);
  if (!resource)
    throw new Error(`The definition has the resource ${state.Resource}, which is not supported.`);
  const attempt = new TaskAttempt(stateExecution, resource, context);
  const result = await resultOf(attempt, context);
  return stateExecution.conclude(state, result, { next: state.Next, inputs: { result: result.value } });
};

const callResult: ResultOf = async (attempt, context) => {
  const scheduled = await attempt.schedule();
  if (attempt.waitsForToken) return await runCallback(attempt, scheduled, context);
  const known = attempt.replaySuccess();
  if (known) return known;
  const result = await attempt.perform(scheduled);
  if (!result.ok) throw attempt.failure(result.error, result.cause);
  return attempt.succeed(result.output);
};

import { parseResource } from "../definition/resources.ts";
import type { Payload } from "../payload.ts";
import type { Outcome, Visit } from "../run/visit.ts";
import { TaskAttempt } from "../tasks/attempt.ts";
import { runCallback } from "../tasks/callback.ts";

/** Calls a function or sends a message, and takes as its result the answer, or what the task's token is answered with. */
export const runTask = async (visit: Visit<"Task">): Promise<Outcome> => {
  const { state } = visit;
  const resource = parseResource(state.Resource);
  if (!resource)
    throw new Error(`The definition has the resource ${state.Resource}, which is not supported.`);
  const attempt = new TaskAttempt(visit, resource);
  const result = await outcomeOf(attempt);
  return visit.conclude(state, result, { next: state.Next, reach: { result: result.value } });
};

const outcomeOf = async (attempt: TaskAttempt): Promise<Payload> => {
  const scheduled = await attempt.schedule();
  if (attempt.waitsForToken) return await runCallback(attempt, scheduled);
  const known = attempt.recallSuccess();
  if (known) return known;
  const result = await attempt.perform(scheduled);
  if (!result.ok) throw attempt.failure(result.error, result.cause);
  return attempt.succeed(result.output);
};

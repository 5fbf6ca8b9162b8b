import { isObject, type JsonObject } from "../../../json.ts";
import type { Catcher, Retrier } from "../definition/fields.ts";
import type { State } from "../definition/program.ts";
import { errorAndCause, type FailureEvent, isTakenBy, StateFailure } from "../state-failure.ts";

/** What is done about a failure. It is recorded with the failure, so that a random delay is the same after a kill. */
export type Decision =
  | { readonly kind: "retry"; readonly retrier: number; readonly at: number }
  | { readonly kind: "catch"; readonly catcher: number }
  | { readonly kind: "fail" };

const defaults = { intervalSeconds: 1, maxAttempts: 3, backoffRate: 2 } as const;

/**
 * Milliseconds before the next retry, after `attempts` earlier ones: interval * rate ^ attempts, at most the maximum delay,
 * and with full jitter a random part of that.
 * @see https://states-language.net/spec.html#errors
 */
const delayMs = (retrier: Retrier, attempts: number, random: () => number): number => {
  const { IntervalSeconds: interval = defaults.intervalSeconds, BackoffRate: rate = defaults.backoffRate } =
    retrier;
  const grown = Math.min(interval * rate ** attempts, retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY);
  return Math.round(grown * 1000 * (retrier.JitterStrategy === "FULL" ? random() : 1));
};

/** Index of the retrier that takes the failure; -1: none does. */
export const retrierFor = (state: State, failure: StateFailure): number =>
  retriersOf(state).findIndex((r) => isTakenBy(failure, r.ErrorEquals));

const retriersOf = (state: State): readonly Retrier[] => ("Retry" in state ? (state.Retry ?? []) : []);

/** `retries`: how often each retrier of the state was used during this run of the state. */
export const decide = (
  state: State,
  failure: StateFailure,
  retries: ReadonlyMap<number, number>,
  now: number,
  random: () => number = Math.random,
): Decision => {
  const index = retrierFor(state, failure);
  const retrier = retriersOf(state)[index];
  const used = retries.get(index) ?? 0;
  if (retrier && used < (retrier.MaxAttempts ?? defaults.maxAttempts)) {
    return { kind: "retry", retrier: index, at: Math.round(now) + delayMs(retrier, used, random) };
  }
  const catcher = catchersOf(state).findIndex((c) => isTakenBy(failure, c.ErrorEquals));
  return catcher >= 0 ? { kind: "catch", catcher } : { kind: "fail" };
};

export const catchersOf = (state: State): readonly Catcher[] => ("Catch" in state ? (state.Catch ?? []) : []);

/** The event of a failure that has none of its own; only Tasks get one. */
export const fallbackEvent = (state: State, failure: StateFailure): FailureEvent | undefined => {
  const details = errorAndCause(failure);
  if (state.Type !== "Task") return undefined;
  const [, , , , , service = "", action = ""] = state.Resource.split(":");
  return state.Resource.includes(":function:")
    ? { type: "LambdaFunctionFailed", details }
    : { type: "TaskFailed", details: { resourceType: service, resource: action, ...details } };
};

/** What the journal keeps of a failure and what was done about it. */
export const failureToJournal = (failure: StateFailure, decision: Decision): JsonObject => ({
  ...errorAndCause(failure),
  decision: { ...decision },
});

const textOrNone = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

export interface Failed {
  readonly failure: StateFailure;
  readonly decision: Decision;
}

/** Reads a failure and its decision back. */
export const failureFromJournal = (stored: JsonObject): Failed => {
  const { decision } = stored;
  if (!isObject(decision)) throw new Error("The journal keeps a failure without what was done about it.");
  const failure = new StateFailure(textOrNone(stored.error), textOrNone(stored.cause));
  if (decision.kind === "retry") {
    return {
      failure,
      decision: { kind: "retry", retrier: Number(decision.retrier), at: Number(decision.at) },
    };
  }
  if (decision.kind === "catch")
    return { failure, decision: { kind: "catch", catcher: Number(decision.catcher) } };
  return { failure, decision: { kind: "fail" } };
};

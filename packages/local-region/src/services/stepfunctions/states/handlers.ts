import type { StateType } from "../definition/states.ts";
import type { Outcome, Visit } from "../run/visit.ts";
import { StateFailure } from "../state-failure.ts";
import { runChoice } from "./choice.ts";
import { runMap } from "./map.ts";
import { runParallel } from "./parallel.ts";
import { runTask } from "./task.ts";
import { runWait } from "./wait.ts";

const runPass = (visit: Visit<"Pass">): Promise<Outcome> =>
  visit.conclude(visit.state, visit.input, { next: visit.state.Next });

const runSucceed = (visit: Visit<"Succeed">): Promise<Outcome> =>
  visit.conclude({ Output: visit.state.Output }, visit.input, { next: undefined });

const runFail = async (visit: Visit<"Fail">): Promise<Outcome> => {
  const { Error: error, Cause: cause } = visit.state;
  throw new StateFailure(
    error === undefined ? undefined : await visit.evaluateText("Error", error),
    cause === undefined ? undefined : await visit.evaluateText("Cause", cause),
  );
};

/** One attempt at a state of each type: an outcome, or a StateFailure. */
const handlers: { readonly [T in StateType]: (visit: Visit<T>) => Promise<Outcome> } = {
  Pass: runPass,
  Task: runTask,
  Choice: runChoice,
  Wait: runWait,
  Parallel: runParallel,
  Map: runMap,
  Succeed: runSucceed,
  Fail: runFail,
};

export const handle = <T extends StateType>(visit: Visit<T>): Promise<Outcome> => handlers[visit.type](visit);

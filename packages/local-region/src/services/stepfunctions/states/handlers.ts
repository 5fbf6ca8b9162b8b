import type { Clock } from "../../../clock.ts";
import type { StateType } from "../definition/states.ts";
import type { RunBranch } from "../interpreter/branch.ts";
import type { HandleState, Outcome, StateExecution } from "../interpreter/state-execution.ts";
import type { MapContext } from "../map/map-context.ts";
import { StateFailure } from "../state-failure.ts";
import type { TaskContext } from "../tasks/task-context.ts";
import { runChoice } from "./choice.ts";
import { runMap } from "./map.ts";
import { runParallel } from "./parallel.ts";
import { runTask } from "./task.ts";
import { runWait } from "./wait.ts";

const runPass = (stateExecution: StateExecution<"Pass">): Promise<Outcome> =>
  stateExecution.conclude(stateExecution.state, stateExecution.input, { next: stateExecution.state.Next });

const runSucceed = (stateExecution: StateExecution<"Succeed">): Promise<Outcome> =>
  stateExecution.conclude({ Output: stateExecution.state.Output }, stateExecution.input, { next: undefined });

const runFail = async (stateExecution: StateExecution<"Fail">): Promise<Outcome> => {
  const { Error: error, Cause: cause } = stateExecution.state;
  throw new StateFailure(
    error === undefined ? undefined : await stateExecution.evaluateText("Error", error),
    cause === undefined ? undefined : await stateExecution.evaluateText("Cause", cause),
  );
};

export type Handlers = {
  readonly [T in StateType]: (stateExecution: StateExecution<T>, runBranch: RunBranch) => Promise<Outcome>;
};

/** The states that only compute or wait. */
export const plainHandlers = (clock: Clock): Omit<Handlers, "Task" | "Parallel" | "Map"> => ({
  Pass: runPass,
  Choice: runChoice,
  Wait: (stateExecution) => runWait(stateExecution, clock),
  Succeed: runSucceed,
  Fail: runFail,
});

export const handlerOf =
  (handlers: Handlers): HandleState =>
  (stateExecution, runBranch) =>
    handlers[stateExecution.type](stateExecution, runBranch);

/** Gives the function that runs one attempt at a state of any type. */
export const stateHandler = (context: TaskContext & MapContext): HandleState =>
  handlerOf({
    ...plainHandlers(context.clock),
    Task: (stateExecution) => runTask(stateExecution, context),
    Parallel: runParallel,
    Map: (stateExecution, runBranch) => runMap(stateExecution, context, runBranch),
  });

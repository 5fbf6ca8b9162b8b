import type { Clock } from "../../../clock.ts";
import type { JsonObject } from "../../../json.ts";
import type { Json } from "../../../ports.ts";
import type { Program, State } from "../definition/program.ts";
import type { StateType } from "../definition/states.ts";
import type { Journal } from "../journal/journal.ts";
import { type Payload, payloadFrom, payloadOf } from "../payload.ts";
import { StateFailure, stateErrors } from "../state-failure.ts";
import type { Branch, RunBranch } from "./branch.ts";
import { catchersOf, decide, type Failed } from "./failures.ts";
import { recordCatcherFailure, recordFailure, replayFailure } from "./record-failure.ts";
import { type HandleState, type Outcome, StateExecution } from "./state-execution.ts";
import type { Templates } from "./templates.ts";

/**
 * After this many states a branch waits for a commit: a loop of states that never wait must not hold up everything else.
 */
const statesPerTurn = 100;

/** What running a branch needs. */
export interface BranchContext {
  readonly clock: Clock;
  readonly journal: Pick<Journal, "committed">;
  readonly templates: Templates;
  readonly handle: HandleState;
}

/** Runs states one after the other, with their retries and catchers. */
class BranchRunner {
  readonly #context: BranchContext;

  constructor(context: BranchContext) {
    this.#context = context;
  }

  async run(branch: Branch, program: Program, input: Payload): Promise<Payload> {
    let position = branch.replayExitedStates(program.startAt, input);
    for (let count = 1; !position.isOver; count += 1) {
      if (count % statesPerTurn === 0) await branch.scope.guard(this.#context.journal.committed());
      const { stateName } = position;
      const state = program.states.get(stateName);
      if (!state) throw new Error(`The state '${stateName}' is not in the definition.`);
      const outcome = await this.#runState(branch, stateName, state, position.input);
      position =
        outcome.next === undefined
          ? { isOver: true, output: outcome.output }
          : { isOver: false, stateName: outcome.next, input: outcome.output };
    }
    return position.output;
  }

  async #runState(branch: Branch, name: string, state: State, given: Payload): Promise<Outcome> {
    const stateExecution = enter(branch, this.#context.templates, { name, state, input: given });
    const outcome = await this.#attemptUntilDone(stateExecution, state);
    if (state.Type !== "Fail") leave(branch, name, state, outcome);
    branch.currentType = undefined;
    return outcome;
  }

  async #attemptUntilDone(stateExecution: StateExecution, state: State): Promise<Outcome> {
    const { scope } = stateExecution.branch;
    const retries = new Map<number, number>();
    for (;;) {
      const attempted =
        replayFailure(stateExecution) ??
        (await attempt(this.#context, stateExecution, state, retries, (...inner) => this.run(...inner)));
      if ("output" in attempted) return attempted;
      const { failure, decision } = attempted;
      if (decision.kind === "fail") throw failure;
      if (decision.kind === "catch") return await caught(stateExecution, state, failure, decision.catcher);
      await scope.wait<void>(({ resolve }) => this.#context.clock.at(decision.at, resolve));
      retries.set(decision.retrier, (retries.get(decision.retrier) ?? 0) + 1);
      stateExecution.retryCount += 1;
    }
  }
}

/** A state that is about to run, with its input. */
export interface StateToRun {
  readonly name: string;
  readonly state: State;
  readonly input: Payload;
}

const enter = (
  branch: Branch,
  templates: Templates,
  { name, state, input: given }: StateToRun,
): StateExecution => {
  branch.currentType = state.Type;
  const type = `${state.Type}StateEntered`;
  const replayed = branch.replay(type);
  // An expression may have made the input, and may give another value now.
  const input = replayed ? payloadFrom(String(replayed.details.input)) : given;
  const entered =
    replayed ?? branch.record(type, { name, input: input.text, inputDetails: { truncated: false } });
  return new StateExecution<StateType>(branch, templates, { name, type: state.Type, state, input, entered });
};

const attempt = async (
  { handle, clock }: Pick<BranchContext, "handle" | "clock">,
  stateExecution: StateExecution,
  state: State,
  retries: ReadonlyMap<number, number>,
  runBranch: RunBranch,
): Promise<Outcome | Failed> => {
  try {
    return await handle(stateExecution, runBranch);
  } catch (error) {
    if (!(error instanceof StateFailure)) throw error;
    const decision = decide(state, error, retries, clock.now());
    recordFailure(stateExecution, state, error, decision);
    return { failure: error, decision };
  }
};

/** What came of one attempt at a state. */
export interface Trial {
  /** undefined: it succeeded. */
  readonly failed: Failed | undefined;
  /** How the state is left, by its catcher when it failed; undefined: nothing caught the failure, or it is to be retried. */
  readonly outcome: Outcome | undefined;
}

/** How often a state was retried before, and each of its retriers was used. */
export interface EarlierRetries {
  readonly retryCount: number;
  readonly retries: ReadonlyMap<number, number>;
}

/** Makes one attempt at a state, and retries it no more. */
export const tryState = async (
  context: Omit<BranchContext, "journal">,
  branch: Branch,
  at: StateToRun,
  { retryCount, retries }: EarlierRetries,
): Promise<Trial> => {
  const stateExecution = enter(branch, context.templates, at);
  stateExecution.retryCount = retryCount;
  const nothingInside: RunBranch = () => Promise.reject(new Error("Only one state runs."));
  const attempted = await attempt(context, stateExecution, at.state, retries, nothingInside);
  if ("output" in attempted) return { failed: undefined, outcome: attempted };
  const { failure, decision } = attempted;
  if (decision.kind !== "catch") return { failed: attempted, outcome: undefined };
  try {
    const outcome = await caught(stateExecution, at.state, failure, decision.catcher);
    return { failed: attempted, outcome };
  } catch (error) {
    if (!(error instanceof StateFailure)) throw error;
    return { failed: { failure: error, decision: { kind: "fail" } }, outcome: undefined };
  }
};

/** On AWS a timeout has an empty cause here; anything else that nobody gave is null. */
const errorOutputOf = ({ error, failureCause }: StateFailure): Json => ({
  Error: error ?? null,
  Cause: failureCause ?? (error === stateErrors.timeout ? "" : null),
});

/** The way out through a catcher. A failure in it is final: nothing catches it. */
const caught = async (
  stateExecution: StateExecution,
  state: State,
  failure: StateFailure,
  index: number,
): Promise<Outcome> => {
  const catcher = catchersOf(state)[index];
  if (!catcher) throw new Error(`The state '${stateExecution.name}' has no catcher ${index}.`);
  const errorOutput = errorOutputOf(failure);
  try {
    return await stateExecution.conclude(catcher, payloadOf(errorOutput), {
      next: catcher.Next,
      inputs: { errorOutput },
      prefix: `Catch[${index}]/`,
    });
  } catch (error) {
    if (!(error instanceof StateFailure)) throw error;
    recordCatcherFailure(stateExecution, error);
    throw error;
  }
};

const leave = (branch: Branch, name: string, state: State, outcome: Outcome): void => {
  const { assigned, next, output } = outcome;
  const details: JsonObject = {
    name,
    output: output.text,
    outputDetails: { truncated: false },
    ...(assigned === undefined
      ? {}
      : {
          assignedVariables: Object.fromEntries(
            Object.entries(assigned).map(([variable, value]) => [variable, JSON.stringify(value)]),
          ),
          assignedVariablesDetails: { truncated: false },
        }),
  };
  branch.record(`${state.Type}StateExited`, details, next === undefined ? undefined : { next });
  if (assigned !== undefined) branch.variables = { ...branch.variables, ...assigned };
};

export const branchRunner = (context: BranchContext): RunBranch => {
  const runner = new BranchRunner(context);
  return (branch, program, input) => runner.run(branch, program, input);
};

import type { JsonObject } from "../../../json.ts";
import type { Json } from "../../../ports.ts";
import type { Program, State } from "../definition/program.ts";
import type { StateType } from "../definition/states.ts";
import { type Payload, payloadFrom, payloadOf } from "../payload.ts";
import { StateFailure } from "../state-failure.ts";
import type { Branch } from "./branch.ts";
import { catchersOf, decide, type Failed } from "./failures.ts";
import { recallFailure, recordCatcherFailure, recordFailure } from "./record-failure.ts";
import { type Outcome, Visit } from "./visit.ts";

/** A loop of states that wait for nothing must not keep everything else from its turn. */
const visitsPerTurn = 100;

/**
 * Runs a branch from its first state, or from where it was when the region was killed, to its end.
 * Resolves to its output; rejects with StateFailure when a state fails and nothing catches it, with ScopeClosed when the
 * branch was ended from outside.
 */
export const runBranch = async (branch: Branch, program: Program, input: Payload): Promise<Payload> => {
  let position = branch.skipPast(program.startAt, input);
  for (let visits = 1; !position.isOver; visits += 1) {
    if (visits % visitsPerTurn === 0)
      await branch.scope.guard(branch.execution.machinery.journal.committed());
    const { stateName } = position;
    const state = program.states.get(stateName);
    if (!state) throw new Error(`The state '${stateName}' is not in the definition.`);
    const outcome = await visitState(branch, stateName, state, position.input);
    position =
      outcome.next === undefined
        ? { isOver: true, output: outcome.output }
        : { isOver: false, stateName: outcome.next, input: outcome.output };
  }
  return position.output;
};

const visitState = async (branch: Branch, name: string, state: State, given: Payload): Promise<Outcome> => {
  branch.currentType = state.Type;
  const type = `${state.Type}StateEntered`;
  const recalled = branch.recall(type);
  // An expression may have made it that gives another value each time.
  const input = recalled ? payloadFrom(String(recalled.details.input)) : given;
  const entered =
    recalled ?? branch.record(type, { name, input: input.text, inputDetails: { truncated: false } });
  const visit = new Visit<StateType>(branch, { name, type: state.Type, state, input, entered });
  const outcome = await overAllRetries(visit, state);
  if (state.Type !== "Fail") leave(branch, name, state, outcome);
  branch.currentType = undefined;
  return outcome;
};

const overAllRetries = async (visit: Visit, state: State): Promise<Outcome> => {
  const retries = new Map<number, number>();
  for (;;) {
    const attempt = await attemptOnce(visit, state, retries);
    if ("output" in attempt) return attempt;
    const { failure, decision } = attempt;
    if (decision.kind === "fail") throw failure;
    if (decision.kind === "catch") return await caught(visit, state, failure, decision.catcher);
    const { clock } = visit.branch.execution.machinery;
    await visit.branch.scope.wait<void>(({ resolve }) => clock.at(decision.at, resolve));
    retries.set(decision.retrier, (retries.get(decision.retrier) ?? 0) + 1);
    visit.retryCount += 1;
  }
};

const attemptOnce = async (
  visit: Visit,
  state: State,
  retries: ReadonlyMap<number, number>,
): Promise<Outcome | Failed> => {
  const recalled = recallFailure(visit);
  if (recalled) return recalled;
  try {
    return await visit.branch.execution.machinery.handle(visit);
  } catch (error) {
    if (!(error instanceof StateFailure)) throw error;
    const decision = decide(state, error, retries, visit.branch.execution.machinery.clock.now());
    recordFailure(visit, state, error, decision);
    return { failure: error, decision };
  }
};

/** The way out through a catcher. A failure in it is final: nothing catches it. */
const caught = async (visit: Visit, state: State, failure: StateFailure, index: number): Promise<Outcome> => {
  const catcher = catchersOf(state)[index];
  if (!catcher) throw new Error(`The state '${visit.name}' has no catcher ${index}.`);
  const errorOutput: Json = { Error: failure.error ?? "", Cause: failure.failureCause ?? "" };
  try {
    return await visit.conclude(catcher, payloadOf(errorOutput), {
      next: catcher.Next,
      reach: { errorOutput },
      prefix: `Catch[${index}]/`,
    });
  } catch (error) {
    if (!(error instanceof StateFailure)) throw error;
    recordCatcherFailure(visit, error);
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

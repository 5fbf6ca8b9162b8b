import type { RunBranch } from "../interpreter/branch.ts";
import type { Outcome, StateExecution } from "../interpreter/state-execution.ts";
import { payloadOf } from "../payload.ts";
import { runForks } from "./forks.ts";

/** Runs all branches at once; the first that fails ends the others. Its result is the array of their outputs. */
export const runParallel = async (
  stateExecution: StateExecution<"Parallel">,
  runBranch: RunBranch,
): Promise<Outcome> => {
  const { branch, state, input } = stateExecution;
  const started = branch.replay("ParallelStateStarted");
  const given =
    state.Arguments === undefined
      ? input
      : payloadOf(await stateExecution.evaluate("Arguments", state.Arguments));
  stateExecution.checkSize(given, "Arguments");
  const { id } = started ?? branch.record("ParallelStateStarted", {});
  const { branches } = state;
  const outputs = await runForks(branch, branches.length, branches.length, async (index) => {
    const program = branches[index];
    if (!program) throw new Error(`There is no branch ${index}.`);
    return () => {
      const fork = branch.fork(index, id);
      return { fork, result: runBranch(fork, program, given) };
    };
  });
  if (!branch.replay("ParallelStateSucceeded")) branch.record("ParallelStateSucceeded", {});
  const result = outputs.map((output) => output.value);
  return stateExecution.conclude(state, payloadOf(result), { next: state.Next, inputs: { result } });
};

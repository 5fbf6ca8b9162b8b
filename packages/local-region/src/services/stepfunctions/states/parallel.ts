import { payloadOf } from "../payload.ts";
import { runBranch } from "../run/run-branch.ts";
import type { Outcome, Visit } from "../run/visit.ts";
import { runForks } from "./forks.ts";

/** Runs all branches at once; the first that fails ends the others. Its result is the array of their outputs. */
export const runParallel = async (visit: Visit<"Parallel">): Promise<Outcome> => {
  const { branch, state, input } = visit;
  const started = branch.recall("ParallelStateStarted");
  const given =
    state.Arguments === undefined ? input : payloadOf(await visit.evaluate("Arguments", state.Arguments));
  visit.checkSize(given, "Arguments");
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
  if (!branch.recall("ParallelStateSucceeded")) branch.record("ParallelStateSucceeded", {});
  const result = outputs.map((output) => output.value);
  return visit.conclude(state, payloadOf(result), { next: state.Next, reach: { result } });
};

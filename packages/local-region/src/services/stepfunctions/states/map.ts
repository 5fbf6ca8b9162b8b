import { type Branch, iterationDetails, type RunBranch } from "../interpreter/branch.ts";
import type { Outcome, StateExecution } from "../interpreter/state-execution.ts";
import { limits } from "../limits.ts";
import { runDistributedMap } from "../map/distributed-map.ts";
import { type Item, inputOf } from "../map/item.ts";
import type { MapContext } from "../map/map-context.ts";
import { type Payload, payloadOf } from "../payload.ts";
import { type ForkRun, runForks } from "./forks.ts";
import { itemsOf } from "./map-items.ts";

export const runMap = (
  stateExecution: StateExecution<"Map">,
  context: MapContext,
  runBranch: RunBranch,
): Promise<Outcome> =>
  stateExecution.state.isDistributed
    ? runDistributedMap(stateExecution, context)
    : runInlineMap(stateExecution, runBranch);

/** Runs its processor for every item, inside this execution. Its result is the array of the outputs. */
const runInlineMap = async (
  stateExecution: StateExecution<"Map">,
  runBranch: RunBranch,
): Promise<Outcome> => {
  const { branch, state } = stateExecution;
  const items = await itemsOf(stateExecution);
  const concurrency = await inlineConcurrency(stateExecution);
  const { id } =
    branch.replay("MapStateStarted") ?? branch.record("MapStateStarted", { length: items.length });
  const outputs = await runForks(branch, items.length, concurrency, (index) =>
    prepareIteration(
      stateExecution,
      { startedEventId: id, index, item: items[index] ?? { value: null } },
      runBranch,
    ),
  );
  if (!branch.replay("MapStateSucceeded")) branch.record("MapStateSucceeded", {});
  const result = outputs.map((output) => output.value);
  return stateExecution.conclude(state, payloadOf(result), { next: state.Next, inputs: { result } });
};

const inlineConcurrency = async (stateExecution: StateExecution<"Map">): Promise<number> => {
  const range = { least: 0, most: Number.MAX_SAFE_INTEGER, isWhole: true };
  const asked = await stateExecution.evaluateNumber(
    "MaxConcurrency",
    stateExecution.state.MaxConcurrency ?? 0,
    range,
  );
  return asked === 0 ? limits.inlineMapConcurrency : Math.min(asked, limits.inlineMapConcurrency);
};

const prepareIteration = async (
  stateExecution: StateExecution<"Map">,
  at: { readonly startedEventId: number; readonly index: number; readonly item: Item },
  runBranch: RunBranch,
): Promise<(after: Branch | undefined) => ForkRun<Payload>> => {
  const { branch, state, name } = stateExecution;
  const { ItemSelector: selector } = state;
  const { startedEventId, index } = at;
  const item = { ...at.item, mapName: name, index };
  const selected =
    selector === undefined
      ? inputOf(at.item)
      : await stateExecution.evaluate("ItemSelector", selector, { item });
  const input = payloadOf(selected);
  stateExecution.checkSize(input, "selected item");
  return (after) => {
    const fork = branch.fork(index, startedEventId, item);
    if (after) fork.startAfter(after);
    fork.isIteration = true;
    return {
      fork,
      result: runIteration(fork, () => runBranch(fork, state.processor, input)),
      recordFailed: () => note(fork, "MapIterationFailed"),
    };
  };
};

const note = (fork: Branch, type: string): void => {
  if (!fork.replay(type)) fork.record(type, fork.item === undefined ? {} : iterationDetails(fork.item));
};

const runIteration = async (fork: Branch, run: () => Promise<Payload>): Promise<Payload> => {
  note(fork, "MapIterationStarted");
  const output = await run();
  note(fork, "MapIterationSucceeded");
  return output;
};

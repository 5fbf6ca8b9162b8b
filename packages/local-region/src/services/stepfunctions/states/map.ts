import type { Json } from "../../../ports.ts";
import { limits } from "../limits.ts";
import { runDistributedMap } from "../map/distributed-map.ts";
import { type Payload, payloadOf } from "../payload.ts";
import { type Branch, iterationDetails } from "../run/branch.ts";
import { runBranch } from "../run/run-branch.ts";
import type { Outcome, Visit } from "../run/visit.ts";
import { StateFailure } from "../state-failure.ts";
import { type ForkRun, runForks } from "./forks.ts";
import { itemsOf } from "./map-items.ts";

export const runMap = (visit: Visit<"Map">): Promise<Outcome> =>
  visit.state.isDistributed ? runDistributedMap(visit) : runInlineMap(visit);

/** Runs its processor for every item, inside this execution. Its result is the array of the outputs. */
const runInlineMap = async (visit: Visit<"Map">): Promise<Outcome> => {
  const { branch, state } = visit;
  const items = await itemsOf(visit);
  const concurrency = await inlineConcurrency(visit);
  const { id } =
    branch.recall("MapStateStarted") ?? branch.record("MapStateStarted", { length: items.length });
  const outputs = await runForks(branch, items.length, concurrency, (index) =>
    prepareIteration(visit, id, index, items[index] ?? null),
  );
  if (!branch.recall("MapStateSucceeded")) branch.record("MapStateSucceeded", {});
  const result = outputs.map((output) => output.value);
  return visit.conclude(state, payloadOf(result), { next: state.Next, reach: { result } });
};

const inlineConcurrency = async (visit: Visit<"Map">): Promise<number> => {
  const range = { least: 0, most: Number.MAX_SAFE_INTEGER, isWhole: true };
  const asked = await visit.evaluateNumber("MaxConcurrency", visit.state.MaxConcurrency ?? 0, range);
  return asked === 0 ? limits.inlineMapConcurrency : Math.min(asked, limits.inlineMapConcurrency);
};

const prepareIteration = async (
  visit: Visit<"Map">,
  startedEventId: number,
  index: number,
  value: Json,
): Promise<() => ForkRun<Payload>> => {
  const { branch, state, name } = visit;
  const { ItemSelector: selector } = state;
  const item = { mapName: name, index, value };
  const selected = selector === undefined ? value : await visit.evaluate("ItemSelector", selector, { item });
  const input = payloadOf(selected);
  visit.checkSize(input, "selected item");
  return () => {
    const fork = branch.fork(index, startedEventId, item);
    fork.isIteration = true;
    return { fork, result: runIteration(visit, fork, input) };
  };
};

const runIteration = async (visit: Visit<"Map">, fork: Branch, input: Payload): Promise<Payload> => {
  const details = fork.item === undefined ? {} : iterationDetails(fork.item);
  const note = (type: string): unknown => fork.recall(type) ?? fork.record(type, details);
  note("MapIterationStarted");
  try {
    const output = await runBranch(fork, visit.state.processor, input);
    note("MapIterationSucceeded");
    return output;
  } catch (error) {
    if (error instanceof StateFailure) note("MapIterationFailed");
    throw error;
  }
};

import { Readable } from "node:stream";
import { isJsonArray, parseJson } from "../../../json.ts";
import type { Json, Objects } from "../../../ports.ts";
import type { Outcome, StateExecution } from "../interpreter/state-execution.ts";
import { childInputs, select } from "../map/child-inputs.ts";
import { type Item, inputOf, itemsIn } from "../map/item.ts";
import { beyondTolerance, isBeyondTolerance } from "../map/map-runs.ts";
import { readItems } from "../map/read-items.ts";
import { evaluateBounds, evaluateSettings, type ItemSource, type MapBounds } from "../map/settings.ts";
import { payloadOf } from "../payload.ts";
import { StateFailure } from "../state-failure.ts";
import { itemsOf } from "../states/map-items.ts";
import type { ResultOf } from "../states/task.ts";
import type { Inspection } from "./inspection.ts";
import { invalid, type Mock, type TestStateRequest } from "./request.ts";

/** Evaluates what a task would be called with, and answers for the service. */
export const mockedResult =
  (mock: Mock): ResultOf =>
  async (attempt) => {
    await attempt.schedule();
    if (mock.kind === "error") throw attempt.failure(mock.error, mock.cause);
    return attempt.succeed(mock.value);
  };

const resultIn = (mock: Mock): Json => {
  if (mock.kind === "error") throw new StateFailure(mock.error, mock.cause);
  return mock.value;
};

/** A Parallel whose branches do not run. */
export const mockedParallel =
  (mock: Mock, inspection: Inspection) =>
  async (stateExecution: StateExecution<"Parallel">): Promise<Outcome> => {
    const { state } = stateExecution;
    if (state.Arguments !== undefined) {
      const given = payloadOf(await stateExecution.evaluate("Arguments", state.Arguments));
      stateExecution.checkSize(given, "Arguments");
      inspection.afterArguments = given.text;
    }
    const result = resultIn(mock);
    inspection.result = JSON.stringify(result);
    return await stateExecution.conclude(state, payloadOf(result), { next: state.Next, inputs: { result } });
  };

/** One object of one bucket, whatever it is called. */
const objectsWith = (text: string): Objects => ({
  get: async () => Readable.from([Buffer.from(text)]),
  put: () => Promise.reject(new Error("A test writes no results.")),
  list: () => {
    throw new Error("A test has a listing's items as they are.");
  },
});

type DataSet = Exclude<ItemSource, { kind: "items" }>;

/** The items of a data set as it is at its source: an object's text, or a listing as a JSON array. */
const itemsOfSource = async (source: DataSet, data: string): Promise<readonly Item[]> => {
  const asObject: DataSet =
    source.kind === "listing" ? { ...source, kind: "object", key: "", format: "JSON" } : source;
  return await Array.fromAsync(readItems(objectsWith(data), { kind: "owner" }, asObject));
};

/** undefined: they would come from S3, and the request does not say what is there. */
const itemsUnderTest = async (
  stateExecution: StateExecution<"Map">,
  source: ItemSource,
  data: string | undefined,
): Promise<readonly Item[] | undefined> => {
  if (source.kind === "items") return await itemsOf(stateExecution);
  if (data !== undefined) return await itemsOfSource(source, data);
  const { value } = stateExecution.input;
  return isJsonArray(value) ? itemsIn(value) : undefined;
};

const checkFailures = (bounds: MapBounds, failed: number, items: readonly Item[] | undefined): void => {
  if (items && failed > items.length) {
    throw invalid(`mapIterationFailureCount is ${failed}, and there are ${items.length} items.`);
  }
  const isBounded = bounds.toleratedCount !== undefined || bounds.toleratedPercentage !== undefined;
  if (isBounded && isBeyondTolerance(bounds, failed, items?.length)) throw beyondTolerance();
};

/** A Map whose iterations do not run: what each would start with is evaluated, and how many of them failed is given. */
export const mockedMap =
  (
    mock: Mock,
    { mapItemReaderData, mapIterationFailureCount = 0 }: TestStateRequest["stateConfiguration"],
    inspection: Inspection,
  ) =>
  async (stateExecution: StateExecution<"Map">): Promise<Outcome> => {
    const { state } = stateExecution;
    const settings = await evaluateSettings(stateExecution);
    const items = await itemsUnderTest(stateExecution, settings.source, mapItemReaderData);
    const bounds = await evaluateBounds(stateExecution);
    const { maxConcurrency, toleratedCount, toleratedPercentage } = bounds;
    inspection.maxConcurrency = maxConcurrency;
    if (toleratedCount !== undefined) inspection.toleratedFailureCount = toleratedCount;
    if (toleratedPercentage !== undefined) inspection.toleratedFailurePercentage = toleratedPercentage;
    if (items) await inspectItems(stateExecution, settings, items, inspection);
    const result = resultIn(mock);
    checkFailures(bounds, mapIterationFailureCount, items);
    return await stateExecution.conclude(state, payloadOf(result), { next: state.Next, inputs: { result } });
  };

const inspectItems = async (
  stateExecution: StateExecution<"Map">,
  settings: Awaited<ReturnType<typeof evaluateSettings>>,
  items: readonly Item[],
  inspection: Inspection,
): Promise<void> => {
  const { ItemReader: reader, ItemSelector: selector } = stateExecution.state;
  if (reader?.ReaderConfig?.ItemsPointer !== undefined)
    inspection.afterItemsPointer = JSON.stringify(items.map(inputOf));
  if (selector !== undefined) {
    inspection.afterItemSelector = JSON.stringify(await Array.fromAsync(select(stateExecution, items, 0)));
  }
  if (settings.batch === undefined) return;
  const batches = await Array.fromAsync(childInputs(stateExecution, settings, items, 0));
  inspection.afterItemBatcher = JSON.stringify(batches.map(({ payload }) => parseJson(payload.text)));
};

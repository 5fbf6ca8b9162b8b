import type { Json } from "../../../ports.ts";
import type { StateExecution } from "../interpreter/state-execution.ts";
import { limits } from "../limits.ts";
import { type Payload, payloadOf, sizeInBytes } from "../payload.ts";
import { StateFailure, stateErrors } from "../state-failure.ts";
import type { ChildInput } from "./child-executions.ts";
import { type Item, inputOf } from "./item.ts";
import type { MapSettings } from "./settings.ts";

/** Selects and batches items: the input of each child in turn. `skip`: items that earlier children already have. */
export async function* childInputs(
  stateExecution: StateExecution<"Map">,
  settings: MapSettings,
  items: AsyncIterable<Item> | Iterable<Item>,
  skip: number,
): AsyncGenerator<ChildInput> {
  const selected = select(stateExecution, items, skip);
  if (settings.batch) yield* batched(settings.batch, selected);
  else {
    for await (const value of selected) yield { payload: checked(payloadOf(value)), itemCount: 1 };
  }
}

/** The items, each as the state's ItemSelector makes it. */
export async function* select(
  stateExecution: StateExecution<"Map">,
  items: AsyncIterable<Item> | Iterable<Item>,
  skip: number,
): AsyncGenerator<Json> {
  const { ItemSelector: selector } = stateExecution.state;
  let index = 0;
  for await (const item of items) {
    if (index >= skip) {
      yield selector === undefined
        ? inputOf(item)
        : await stateExecution.evaluate("ItemSelector", selector, { item: { ...item, index } });
    }
    index += 1;
  }
}

type Batch = NonNullable<MapSettings["batch"]>;

async function* batched(batch: Batch, items: AsyncIterable<Json>): AsyncGenerator<ChildInput> {
  const maxItems = batch.maxItems || Number.POSITIVE_INFINITY;
  const maxBytes = Math.min(batch.maxBytes || Number.POSITIVE_INFINITY, limits.payloadBytes);
  const emptyBytes = sizeInBytes(JSON.stringify(batchOf(batch, [])));
  let held: Json[] = [];
  let bytes = emptyBytes;
  for await (const item of items) {
    const itemBytes = sizeInBytes(JSON.stringify(item)) + (held.length > 0 ? 1 : 0);
    if (held.length > 0 && (held.length >= maxItems || bytes + itemBytes > maxBytes)) {
      yield { payload: payloadOf(batchOf(batch, held)), itemCount: held.length };
      held = [];
      bytes = emptyBytes;
    }
    held.push(item);
    bytes += itemBytes;
    if (held.length === 1 && bytes > maxBytes) throw tooLarge(bytes, maxBytes);
  }
  if (held.length > 0) yield { payload: payloadOf(batchOf(batch, held)), itemCount: held.length };
}

const batchOf = (batch: Batch, items: readonly Json[]): Json => ({
  ...(batch.input === undefined ? {} : { BatchInput: batch.input }),
  Items: items,
});

const checked = (payload: Payload): Payload => {
  const bytes = sizeInBytes(payload.text);
  if (bytes > limits.payloadBytes) throw tooLarge(bytes, limits.payloadBytes);
  return payload;
};

const tooLarge = (bytes: number, limit: number): StateFailure =>
  new StateFailure(
    stateErrors.dataLimitExceeded,
    `An item makes an input of ${bytes} bytes, more than the limit of ${limit}.`,
  );

import { setTimeout as delay } from "node:timers/promises";
import { AwsError, type Functions, type Invocation, type Json, type Principal } from "../../../ports.ts";
import type { PlannedEventSource } from "../../../template/plan.ts";
import type { ReceivedMessage } from "../../sqs/messages.ts";
import { doneMessages, sqsEvent } from "./sqs-event.ts";

/** SQS's longest long poll, in milliseconds. */
const longestPollMs = 20_000;
/** SQS's limit of messages in one receive. */
const mostInOneReceive = 10;
/** Largest batch of one invocation: below Lambda's 6 MB, with room for the records' other fields. */
const longestBatchBytes = 5 * 1024 * 1024;
/** How long to wait before a queue that could not be read is tried again. */
const retryMs = 1_000;
/** Tries of a throttled invocation, and the wait before the second one; it doubles each time. */
const mostTries = 6;
const firstRetryMs = 100;
/** How long a batch waits by default before one more invocation starts; a new environment takes longer to start. */
const defaultPatienceMs = 250;
/** How long running invocations may continue when the region stops. */
const stopGraceMs = 5_000;

/** Consuming a queue, in the process. */
export interface QueueConsumer {
  /** Waits up to `waitMs` for a first message; resolves early with none when `signal` aborts. */
  receive(
    queueUrl: string,
    options: { readonly max: number; readonly waitMs: number; readonly signal: AbortSignal },
  ): Promise<readonly ReceivedMessage[]>;
  deleteMessages(queueUrl: string, receiptHandles: readonly string[]): Promise<void>;
  /** For messages that are not done: each becomes visible again when its visibility timeout ends by the region's clock. */
  leaveMessages(queueUrl: string, receiptHandles: readonly string[]): Promise<void>;
}

export interface EventSourceSettings {
  readonly mapping: PlannedEventSource;
  readonly queueUrl: string;
  readonly queues: QueueConsumer;
  readonly functions: Functions;
  /** The function's role, which reads the queue on AWS. */
  readonly principal: Principal;
  /** Invocations at once. */
  readonly concurrency: number;
  /**
   * Up to this many invocations start at once. After that, a batch first waits `patienceMs` for one to end, so that quick
   * ones share few environments, and slow ones don't delay the queue.
   * @default - the whole concurrency
   */
  readonly promptConcurrency?: number;
  /** In real time, like the work. @default - 250 */
  readonly patienceMs?: number;
  readonly log: (line: string) => void;
}

/** Splits a batch so that no invocation's payload grows too large. */
const bySize = (messages: readonly ReceivedMessage[]): ReceivedMessage[][] => {
  const batches: ReceivedMessage[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const message of messages) {
    const size = Buffer.byteLength(message.Body);
    if (bytes + size > longestBatchBytes) {
      batches.push([]);
      bytes = 0;
    }
    batches.at(-1)?.push(message);
    bytes += size;
  }
  return batches;
};

/**
 * One event source mapping: reads a queue and invokes a function with the messages. A message that is not done stays in
 * the queue and becomes visible again after its visibility timeout. A throttled invocation is tried again for a while.
 */
export class EventSource {
  readonly #settings: EventSourceSettings;
  readonly #stopping = new AbortController();
  readonly #inFlight = new Set<Promise<void>>();
  readonly #polling: Promise<void>;

  constructor(settings: EventSourceSettings) {
    this.#settings = settings;
    this.#polling = this.#poll();
  }

  /** Stops reading, and waits a little for running invocations. */
  async close(): Promise<void> {
    this.#stopping.abort();
    await this.#polling;
    const grace = new AbortController();
    const timeUp = delay(stopGraceMs, undefined, { signal: grace.signal }).catch(() => undefined);
    await Promise.race([Promise.all(this.#inFlight), timeUp]);
    grace.abort();
  }

  async #poll(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        for (const batch of bySize(await this.#gather(signal))) await this.#dispatch(batch);
      } catch (error) {
        if (signal.aborted) return;
        this.#settings.log(`${this.#settings.mapping.logicalId}: the queue can't be read: ${error}`);
        await delay(retryMs, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  /** Waits for a first message, then for as long as the batching window lets a batch fill. */
  async #gather(signal: AbortSignal): Promise<ReceivedMessage[]> {
    const { batchSize, batchingWindowSeconds } = this.#settings.mapping;
    const batch = [...(await this.#receive(batchSize, longestPollMs, signal))];
    const windowEndsMs = Date.now() + batchingWindowSeconds * 1000;
    while (batch.length > 0 && batch.length < batchSize && !signal.aborted) {
      const leftMs = Math.min(windowEndsMs - Date.now(), longestPollMs);
      if (leftMs <= 0) break;
      batch.push(...(await this.#receive(batchSize - batch.length, leftMs, signal)));
    }
    return batch;
  }

  #receive(wanted: number, waitMs: number, signal: AbortSignal): Promise<readonly ReceivedMessage[]> {
    const max = Math.min(wanted, mostInOneReceive);
    return this.#settings.queues.receive(this.#settings.queueUrl, { max, waitMs, signal });
  }

  /** Starts an invocation as soon as there is room for one; resolves when there is room for the next. */
  async #dispatch(batch: readonly ReceivedMessage[]): Promise<void> {
    const work = this.#invoke(batch)
      .catch((error: unknown) => this.#settings.log(`${this.#settings.mapping.logicalId}: ${error}`))
      .finally(() => this.#inFlight.delete(work));
    this.#inFlight.add(work);
    const { concurrency, promptConcurrency = concurrency, patienceMs = defaultPatienceMs } = this.#settings;
    if (this.#inFlight.size >= promptConcurrency) await this.#oneDoneWithin(patienceMs);
    while (this.#inFlight.size >= concurrency) await Promise.race(this.#inFlight);
  }

  async #oneDoneWithin(ms: number): Promise<void> {
    const soon = new AbortController();
    const timeUp = delay(ms, undefined, { signal: soon.signal }).catch(() => undefined);
    await Promise.race([...this.#inFlight, timeUp]);
    soon.abort();
  }

  async #invoke(batch: readonly ReceivedMessage[]): Promise<void> {
    const { mapping, queues, queueUrl, log } = this.#settings;
    const done = new Set<ReceivedMessage>();
    try {
      const result = await this.#run(batch);
      const isDone = (payload: Json) => (mapping.reportsItemFailures ? doneMessages(batch, payload) : batch);
      for (const message of result.ok ? isDone(result.payload) : []) done.add(message);
    } catch (error) {
      if (!this.#stopping.signal.aborted) log(`${mapping.logicalId}: ${error}`);
    }
    const handlesOf = (messages: Iterable<ReceivedMessage>) =>
      [...messages].map(({ ReceiptHandle }) => ReceiptHandle);
    const left = batch.filter((message) => !done.has(message));
    if (done.size > 0) await queues.deleteMessages(queueUrl, handlesOf(done));
    // Messages whose work the region's stop interrupts count as not received; they are there at the next start.
    if (left.length === 0 || this.#stopping.signal.aborted) return;
    await queues.leaveMessages(queueUrl, handlesOf(left));
  }

  async #run(batch: readonly ReceivedMessage[]): Promise<Invocation> {
    const { mapping, functions, principal } = this.#settings;
    const event = sqsEvent(batch, mapping.queueArn);
    for (let tries = 1; ; tries += 1) {
      try {
        return await functions.invoke(mapping.functionName, event, principal);
      } catch (error) {
        if (!isThrottled(error) || tries === mostTries) throw error;
        const retryMs = firstRetryMs * 2 ** (tries - 1);
        await delay(retryMs, undefined, { signal: this.#stopping.signal });
      }
    }
  }
}

const isThrottled = (error: unknown): boolean =>
  error instanceof AwsError && (error.status === 429 || error.status >= 500);

import type { Clock } from "../../clock.ts";
import { AwsError } from "../../ports.ts";
import type { ReceivedMessage, TakeOptions } from "./messages.ts";
import { Queue, type QueueContext } from "./queue.ts";
import {
  checkQueueAttributes,
  type QueueAttributes,
  withAttributes,
  withDefaults,
} from "./queue-attributes.ts";
import { QueueFile } from "./queue-file.ts";
import { Timers } from "./timers.ts";

export interface ReceiveOptions extends TakeOptions {
  /** How long to wait for a first message, in real time; 0: not at all. */
  readonly waitMs: number;
  /** Ends the wait without messages. */
  readonly signal?: AbortSignal | undefined;
}

/** All queues. */
export class QueueSet {
  readonly #file: QueueFile;
  readonly #timers = new Timers();
  readonly #context: QueueContext;
  readonly #queues = new Map<string, Queue>();
  #isClosed = false;

  constructor(dataDir: string, clock: Clock) {
    this.#file = new QueueFile(dataDir);
    this.#context = {
      file: this.#file,
      clock,
      timers: this.#timers,
      queueByArn: (arn) => this.all().find((queue) => queue.arn === arn),
    };
    for (const stored of this.#file.queues()) this.#queues.set(stored.name, new Queue(stored, this.#context));
  }

  all(): Queue[] {
    return [...this.#queues.values()];
  }

  /** Makes the queue, or sets these attributes and the others to their defaults; messages stay. Throws AwsError. */
  create(name: string, given: QueueAttributes): void {
    checkName(name);
    this.#check(name, given);
    const attributes = withDefaults(given);
    const existing = this.#queues.get(name);
    if (existing) {
      existing.setAttributes(attributes);
      return;
    }
    const queue = { name, attributes, createdS: Math.floor(this.#context.clock.now() / 1000) };
    this.#file.putQueue(queue);
    this.#queues.set(name, new Queue(queue, this.#context));
  }

  /** Changes these attributes and no others. Throws AwsError. */
  setAttributes(queue: Queue, attributes: QueueAttributes): void {
    this.#check(queue.name, attributes);
    queue.setAttributes(withAttributes(queue.attributes, attributes));
  }

  /** Finds a queue by the name in its URL and ignores the host, because the port may have changed. Throws AwsError. */
  find(queueUrl: string): Queue {
    const name = queueUrl.slice(queueUrl.lastIndexOf("/") + 1);
    const queue = this.#queues.get(name);
    if (queue) return queue;
    throw new AwsError("QueueDoesNotExist", `The specified queue "${name}" does not exist.`);
  }

  async receive(
    queueUrl: string,
    { waitMs, signal, ...options }: ReceiveOptions,
  ): Promise<ReceivedMessage[]> {
    const queue = this.find(queueUrl);
    const untilMs = performance.now() + waitMs;
    while (!this.#isClosed && !signal?.aborted) {
      const messages = queue.take(options);
      const leftMs = untilMs - performance.now();
      if (messages.length > 0 || leftMs <= 0) {
        await this.committed();
        return messages;
      }
      await queue.waiters.wait(leftMs, signal);
    }
    return [];
  }

  /** Resolves once every change so far is on the disk. */
  committed(): Promise<void> {
    return this.#file.group.committed();
  }

  /** Ends all waits, without messages. */
  close(): void {
    this.#isClosed = true;
    this.#timers.close();
    for (const { waiters } of this.all()) waiters.wake();
    this.#file.close();
  }

  #check(name: string, attributes: QueueAttributes): void {
    checkQueueAttributes(name, attributes, (arn) => this.#context.queueByArn(arn) !== undefined);
  }
}

const checkName = (name: string): void => {
  if (/^[\w-]{1,80}$/.test(name)) return;
  throw new AwsError(
    "InvalidParameterValue",
    `Queue name "${name}" must be 1 to 80 letters, digits, hyphens and underscores; the region has no FIFO queues.`,
  );
};

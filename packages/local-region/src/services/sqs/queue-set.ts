import type { Cancel, Clock } from "../../clock.ts";
import { mayPass } from "../../data-folder/unusable-file.ts";
import { AwsError, account, region } from "../../ports.ts";
import { DEFAULT_QUEUE_ATTRIBUTES, type SqsMessage, type SqsQueue, SqsStore } from "./fauxqs.ts";
import { type NewMessage, type ReceivedMessage, sentMessage, withSystemAttributes } from "./messages.ts";
import { checkQueueAttributes, redriveOf } from "./queue-attributes.ts";
import { QueueFile } from "./queue-file.ts";

/** How long a disk that did not take a change is left alone, in milliseconds of the region's clock. */
const retryMs = 1_000;

export interface ReceiveOptions {
  /** At most this many messages, 1 to 10. */
  readonly max: number;
  /** How long to wait for a first message; 0: not at all. */
  readonly waitMs: number;
  /** Seconds; the queue's own when left out. */
  readonly visibilityTimeout?: number | undefined;
  /** Ends the wait with no messages. */
  readonly signal?: AbortSignal | undefined;
  /**
   * The receiver ends with this process: after a kill its messages are at once where they were, and were not received.
   * @default false
   */
  readonly isProvisional?: boolean;
}

/** All queues, in memory as fauxqs keeps them, and in their file. */
export class QueueSet {
  readonly store = new SqsStore();
  readonly #file: QueueFile;
  readonly #clock: Clock;
  readonly #timers = new Set<Cancel>();
  #isClosed = false;

  constructor(dataDir: string, clock: Clock) {
    this.#clock = clock;
    this.#file = new QueueFile(dataDir);
    for (const { name, attributes, createdTimestamp } of this.#file.queues()) {
      const queue = this.store.createQueue(name, `/${account}/${name}`, arnOf(name), { ...attributes });
      Object.assign(queue, { createdTimestamp });
      this.#load(queue);
    }
    // fauxqs declares its own file's class here, and calls only what QueueFile has.
    Object.assign(this.store, { persistence: this.#file });
    for (const queue of this.store.allQueues()) Object.assign(queue, { persistence: this.#file });
  }

  /** Makes the queue, or gives it these attributes and its others' defaults; messages stay. Throws AwsError. */
  create(name: string, attributes: Readonly<Record<string, string>>): void {
    checkName(name);
    checkQueueAttributes(name, attributes, this.store);
    const existing = this.store.getQueueByName(name);
    if (!existing) this.store.createQueue(name, `/${account}/${name}`, arnOf(name), { ...attributes });
    else existing.setAttributes({ ...DEFAULT_QUEUE_ATTRIBUTES, RedrivePolicy: "", ...attributes });
  }

  /** By name, whatever host the URL has: the port may have changed since it was given out. Throws AwsError. */
  find(queueUrl: string): SqsQueue {
    const name = queueUrl.slice(queueUrl.lastIndexOf("/") + 1);
    const queue = this.store.getQueueByName(name);
    if (queue) return queue;
    throw new AwsError("QueueDoesNotExist", `The specified queue "${name}" does not exist.`);
  }

  /** The queue as it is now by the region's clock: what it kept for longer than its retention period is gone. */
  upToDate(queueUrl: string): SqsQueue {
    const queue = this.find(queueUrl);
    queue.processTimers();
    this.#dropExpired(queue);
    return queue;
  }

  /** Throws AwsError when SQS refuses the message. */
  send(queueUrl: string, message: NewMessage): SqsMessage {
    const queue = this.find(queueUrl);
    const sent = sentMessage(queue, message, this.#clock.now());
    queue.enqueue(sent);
    this.#showDelayed(queue, sent);
    return sent;
  }

  async receive(queueUrl: string, options: ReceiveOptions): Promise<ReceivedMessage[]> {
    const queue = this.find(queueUrl);
    const { signal, waitMs } = options;
    const untilMs = performance.now() + waitMs;
    const isOver = () => this.#isClosed || signal?.aborted === true;
    // Everybody who waits on the queue looks again, and those who weren't meant go on waiting.
    const wake = () => queue.cancelWaiters();
    signal?.addEventListener("abort", wake, { once: true });
    try {
      while (!isOver()) {
        const messages = this.#take(queue, options);
        await this.committed();
        const leftMs = untilMs - performance.now();
        if (messages.length > 0 || leftMs <= 0) return messages;
        if (!isOver()) await queue.waitForMessages(leftMs / 1000);
      }
      return [];
    } finally {
      signal?.removeEventListener("abort", wake);
    }
  }

  /**
   * Of messages that were received and that nobody works on any more: each is visible again when its visibility timeout
   * is over by the region's clock, and has been received now whatever happens to this process.
   */
  leave(queueUrl: string, receiptHandles: readonly string[]): void {
    const queue = this.find(queueUrl);
    for (const handle of receiptHandles) {
      const inFlight = queue.inflightMessages.get(handle);
      if (!inFlight) continue;
      this.#noteReceived(inFlight);
      this.#showAgain(queue, handle, inFlight.visibilityDeadline);
    }
  }

  /** Resolves once every change so far is on the disk. */
  committed(): Promise<void> {
    return this.#file.group.committed();
  }

  /** Ends waits for messages with none. */
  close(): void {
    this.#isClosed = true;
    for (const cancel of this.#timers) cancel();
    this.store.shutdown();
    this.#file.close();
  }

  #take(queue: SqsQueue, { max, visibilityTimeout, isProvisional }: ReceiveOptions): ReceivedMessage[] {
    queue.processTimers();
    this.#dropExpired(queue);
    this.#moveDeadLetters(queue);
    const take = () => queue.dequeue(max, visibilityTimeout);
    const messages = isProvisional ? this.#file.provisionally(take) : take();
    for (const { ReceiptHandle = "" } of messages) {
      const inFlight = queue.inflightMessages.get(ReceiptHandle);
      if (inFlight?.message.approximateReceiveCount !== 1) continue;
      // fauxqs stamps it with the machine's time.
      inFlight.message.approximateFirstReceiveTimestamp = this.#clock.now();
      if (!isProvisional) this.#noteReceived(inFlight);
    }
    return messages.map((message) => withSystemAttributes(queue, message, account));
  }

  #noteReceived({ message, receiptHandle, visibilityDeadline }: InFlight): void {
    const { messageId, approximateReceiveCount: count, approximateFirstReceiveTimestamp: first } = message;
    this.#file.updateMessageInflight(messageId, receiptHandle, visibilityDeadline, count, first);
  }

  /**
   * Counts from when a message was first sent, in a dead-letter queue as well. One in flight is not touched: who works on
   * it does so in real time, however far the clock is moved meanwhile.
   */
  #dropExpired(queue: SqsQueue): void {
    const oldestMs = this.#clock.now() - Number(queue.attributes.MessageRetentionPeriod) * 1000;
    const expired = queue.messages.filter(({ sentTimestamp }) => sentTimestamp <= oldestMs);
    if (expired.length === 0) return;
    for (const { messageId } of expired) this.#file.deleteMessage(messageId);
    queue.messages = queue.messages.filter(({ sentTimestamp }) => sentTimestamp > oldestMs);
  }

  /** Those that were received as often as the queue's redrive policy lets them be. */
  #moveDeadLetters(queue: SqsQueue): void {
    const redrive = redriveOf(queue);
    const deadLetters = redrive && this.store.getQueueByArn(redrive.deadLetterTargetArn);
    if (!deadLetters) return;
    const isDead = (message: SqsMessage) => message.approximateReceiveCount >= redrive.maxReceiveCount;
    const dead = queue.messages.filter(isDead);
    if (dead.length === 0) return;
    queue.messages = queue.messages.filter((message) => !isDead(message));
    for (const message of dead) {
      this.#file.deleteMessage(message.messageId);
      deadLetters.enqueue(Object.assign(message, { deadLetterSourceArn: queue.arn }));
    }
  }

  /** Like `#showAgain`, for a message that was sent with a delay. */
  #showDelayed(queue: SqsQueue, message: SqsMessage): void {
    if (message.delayUntil === undefined) return;
    this.#later(Math.max(message.delayUntil - Date.now(), 0), () => {
      if (!queue.delayedMessages.includes(message)) return;
      const { delayUntil: _, ...shown } = message;
      this.#file.showDelayed(queue.name, shown);
      delete message.delayUntil;
      queue.processTimers();
    });
  }

  /** fauxqs counts in real time; a clock that is moved by hand passes the rest of the time here. */
  #showAgain(queue: SqsQueue, handle: string, deadlineMs: number): void {
    this.#later(Math.max(deadlineMs - Date.now(), 0), () => {
      const inFlight = queue.inflightMessages.get(handle);
      if (inFlight?.visibilityDeadline !== deadlineMs) return;
      // fauxqs changes its memory first, and would forget a message whose change it then can't write.
      this.#file.updateMessageReady(inFlight.message.messageId);
      queue.changeVisibility(handle, 0);
    });
  }

  /** On the region's clock. What a full disk does not take then is tried again a little later. */
  #later(ms: number, act: () => void): void {
    const cancel = this.#clock.after(ms, () => {
      this.#timers.delete(cancel);
      try {
        act();
      } catch (error) {
        if (!mayPass(error)) throw error;
        this.#later(retryMs, act);
      }
    });
    this.#timers.add(cancel);
  }

  /** A message in flight stays so until its visibility timeout: its receiver may have outlived the region's process. */
  #load(queue: SqsQueue): void {
    const nowMs = Date.now();
    for (const { message, receiptHandle, visibleMs } of this.#file.messages(queue.name)) {
      if (receiptHandle !== "" && visibleMs > nowMs) {
        queue.inflightMessages.set(receiptHandle, { message, receiptHandle, visibilityDeadline: visibleMs });
        this.#showAgain(queue, receiptHandle, visibleMs);
      } else if ((message.delayUntil ?? 0) > nowMs) {
        queue.delayedMessages.push(message);
        this.#showDelayed(queue, message);
      } else queue.messages.push(message);
    }
  }
}

interface InFlight {
  readonly message: SqsMessage;
  readonly receiptHandle: string;
  /** Milliseconds since 1970, by the machine's time. */
  readonly visibilityDeadline: number;
}

const arnOf = (name: string): string => `arn:aws:sqs:${region}:${account}:${name}`;

const checkName = (name: string): void => {
  if (/^[\w-]{1,80}$/.test(name)) return;
  throw new AwsError(
    "InvalidParameterValue",
    `Queue name "${name}" must be 1 to 80 letters, digits, hyphens and underscores; the region has no FIFO queues.`,
  );
};

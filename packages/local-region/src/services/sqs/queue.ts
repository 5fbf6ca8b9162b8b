import { randomUUID } from "node:crypto";
import type { Clock } from "../../clock.ts";
import { AwsError } from "../../ports.ts";
import { Fifo } from "./fifo.ts";
import { HiddenMessages } from "./hidden-messages.ts";
import {
  type Message,
  type NewMessage,
  type Receipt,
  type ReceivedMessage,
  receivedMessage,
  sentMessage,
  type TakeOptions,
} from "./messages.ts";
import { arnOf, type QueueAttributes, redriveOf } from "./queue-attributes.ts";
import type { Placed, QueueFile, StoredMessage, StoredQueue } from "./queue-file.ts";
import { type After, inRealTime, type Timers } from "./timers.ts";
import { Waiters } from "./waiters.ts";

/** What all queues use. */
export interface QueueContext {
  readonly file: QueueFile;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly queueByArn: (arn: string) => Queue | undefined;
}

/** Approximate on AWS, exact here. */
export interface QueueCounts {
  readonly visible: number;
  /** Received, and neither deleted nor visible again. */
  readonly inFlight: number;
  readonly delayed: number;
}

interface Visible {
  readonly number: number;
  readonly sentMs: number;
  /** The handle of its last receiver, who may still delete it. */
  readonly lastHandle?: string;
}

interface InFlight extends Receipt {
  readonly sentMs: number;
}

/**
 * One standard queue. It keeps in memory which messages are visible, in flight and delayed; the messages themselves are in
 * the file. Every change is written first, so that nothing changes when the disk refuses it.
 */
export class Queue {
  readonly name: string;
  readonly arn: string;
  readonly createdS: number;
  readonly waiters = new Waiters();
  readonly #context: QueueContext;
  readonly #visible = new Fifo<Visible>();
  /** By receipt handle. */
  readonly #inFlight: HiddenMessages<string, InFlight>;
  /** By number. */
  readonly #delayed: HiddenMessages<number, Visible>;
  readonly #byTheClock: After = (ms, fire) => this.#context.clock.after(ms, fire);
  #attributes: QueueAttributes;
  #modifiedS: number;

  constructor({ name, attributes, createdS }: StoredQueue, context: QueueContext) {
    this.name = name;
    this.arn = arnOf(name);
    this.createdS = createdS;
    this.#attributes = attributes;
    this.#context = context;
    this.#inFlight = new HiddenMessages(context.timers);
    this.#delayed = new HiddenMessages(context.timers);
    this.#modifiedS = createdS;
    for (const placed of context.file.placed(name)) this.#place(placed);
  }

  get attributes(): QueueAttributes {
    return this.#attributes;
  }

  /** When its attributes were set; seconds since 1970. */
  get modifiedS(): number {
    return this.#modifiedS;
  }

  setAttributes(attributes: QueueAttributes): void {
    this.#context.file.putQueue({ name: this.name, attributes, createdS: this.createdS });
    this.#attributes = attributes;
    this.#modifiedS = Math.floor(this.#context.clock.now() / 1000);
  }

  /** Throws AwsError when SQS refuses the message. */
  send(message: NewMessage): Message {
    const sent = sentMessage(this.#attributes, message, this.#context.clock.now());
    const number = this.#context.file.add(this.name, sent);
    if (sent.delayUntil === undefined) this.#show({ number, sentMs: sent.sentTimestamp });
    else this.#delay({ number, sentMs: sent.sentTimestamp }, sent.delayUntil);
    return sent;
  }

  /** Receives visible messages, in the order in which they became visible. */
  take(options: TakeOptions): ReceivedMessage[] {
    const received: ReceivedMessage[] = [];
    // A message that becomes visible again at once waits for the next call.
    for (let left = this.#visible.size; left > 0 && received.length < options.max; left -= 1) {
      const next = this.#visible.first();
      const stored = next && this.#context.file.read(next.number);
      // A message that isn't stored was never sent: the disk refused it.
      if (stored && !this.#tryRemove(next, stored)) received.push(this.#receive(next, stored, options));
      this.#visible.dropFirst();
    }
    return received;
  }

  /** Ignores a message that is gone, or that somebody else has received since. */
  delete(handle: string): void {
    const inFlight = this.#inFlight.get(handle);
    const late = inFlight ? undefined : this.#visible.items().find(({ lastHandle }) => lastHandle === handle);
    const message = inFlight ?? late;
    if (!message) return;
    this.#context.file.delete(message.number);
    this.#inFlight.end(handle);
    if (late) this.#visible.keep((other) => other !== late);
  }

  /** Throws AwsError when the message is not in flight. */
  changeVisibility(handle: string, seconds: number): void {
    const inFlight = this.#inFlight.get(handle);
    if (!inFlight) {
      const message = "Message does not exist or is not available for visibility timeout change.";
      throw new AwsError("MessageNotInflight", message);
    }
    if (seconds === 0) {
      this.#release(inFlight);
      return;
    }
    const changed = { ...inFlight, visibleMs: Date.now() + seconds * 1000 };
    this.#context.file.receive(changed);
    this.#hold(changed, inRealTime);
  }

  /**
   * For a received message that nobody works on any more: it becomes visible again when its visibility timeout ends by the
   * region's clock. Its receipt is stored, and so survives this process.
   */
  leave(handle: string): void {
    const inFlight = this.#inFlight.get(handle);
    if (!inFlight) return;
    this.#context.file.receive(inFlight);
    this.#hold(inFlight, this.#byTheClock);
  }

  /**
   * Sends each visible message anew to the queue that `targetOf` finds for the queue it came from, and drops it here. What
   * is changed in one turn of the event loop is stored together, so no message is lost or doubled.
   */
  moveAll(targetOf: (deadLetterSourceArn: string | undefined) => Queue | undefined): void {
    const isMoved = (visible: Visible): boolean => {
      const message = this.#context.file.read(visible.number)?.message;
      const target = message && targetOf(message.deadLetterSourceArn);
      if (!target || target === this || this.#isExpired(visible)) return false;
      target.send({ MessageBody: message.body, MessageAttributes: message.messageAttributes });
      this.#context.file.delete(visible.number);
      return true;
    };
    this.#visible.keep((visible) => !isMoved(visible));
  }

  purge(): void {
    this.#context.file.purge(this.name);
    this.#inFlight.clear();
    this.#delayed.clear();
    this.#visible.keep(() => false);
  }

  /** Counts by the region's clock: messages older than the retention period are gone. */
  counts(): QueueCounts {
    const expired = this.#visible.items().filter((message) => this.#isExpired(message));
    for (const { number } of expired) this.#context.file.delete(number);
    if (expired.length > 0) this.#visible.keep((message) => !this.#isExpired(message));
    return { visible: this.#visible.size, inFlight: this.#inFlight.size, delayed: this.#delayed.size };
  }

  /**
   * A message in flight stays in flight until its visibility timeout: its receiver may have outlived the region's
   * process.
   */
  #place(placed: Placed): void {
    const nowMs = Date.now();
    if (placed.handle !== "" && placed.visibleMs > nowMs) this.#hold(placed, this.#byTheClock);
    else if (placed.delayUntilMs > nowMs) this.#delay(placed, placed.delayUntilMs);
    else this.#show({ number: placed.number, sentMs: placed.sentMs });
  }

  /**
   * The retention period counts from when a message was first sent, in a dead-letter queue too. A message in flight does
   * not expire: its receiver works in real time, however far the clock is moved meanwhile.
   */
  #isExpired({ sentMs }: Visible): boolean {
    return sentMs <= this.#context.clock.now() - Number(this.#attributes.MessageRetentionPeriod) * 1000;
  }

  /** Removes a message that has expired, or has reached its largest receive count; returns false for any other. */
  #tryRemove(message: Visible, { receiveCount }: StoredMessage): boolean {
    const { file, queueByArn } = this.#context;
    if (this.#isExpired(message)) {
      file.delete(message.number);
      return true;
    }
    const redrive = receiveCount > 0 ? redriveOf(this.#attributes) : undefined;
    if (!redrive || receiveCount < redrive.maxReceiveCount) return false;
    const deadLetters = queueByArn(redrive.deadLetterTargetArn);
    if (!deadLetters) return false;
    file.moveToDeadLetters(message.number, deadLetters.name, this.arn);
    deadLetters.#show({ number: message.number, sentMs: message.sentMs });
    return true;
  }

  #receive({ number, sentMs }: Visible, stored: StoredMessage, options: TakeOptions): ReceivedMessage {
    const { visibilityTimeout = Number(this.#attributes.VisibilityTimeout), isProvisional } = options;
    const receipt: Receipt = {
      number,
      handle: randomUUID(),
      visibleMs: Date.now() + visibilityTimeout * 1000,
      receiveCount: stored.receiveCount + 1,
      firstReceivedMs: stored.firstReceivedMs || this.#context.clock.now(),
    };
    if (!isProvisional) this.#context.file.receive(receipt);
    const inFlight = { ...receipt, sentMs };
    if (visibilityTimeout === 0) this.#release(inFlight);
    else this.#hold(inFlight, inRealTime);
    return receivedMessage(stored.message, receipt);
  }

  #hold(inFlight: InFlight, after: After): void {
    const { handle, visibleMs: untilMs } = inFlight;
    this.#inFlight.hide(handle, inFlight, { untilMs, after, show: () => this.#release(inFlight) });
  }

  /** Makes a received message visible again, after the others. */
  #release(inFlight: InFlight): void {
    const { number, sentMs, handle } = inFlight;
    this.#context.file.release(inFlight);
    this.#inFlight.end(handle);
    this.#show({ number, sentMs, lastHandle: handle });
  }

  #delay({ number, sentMs }: Visible, untilMs: number): void {
    const message = { number, sentMs };
    const show = () => {
      this.#context.file.endDelay(number);
      this.#delayed.end(number);
      this.#show(message);
    };
    this.#delayed.hide(number, message, { untilMs, after: this.#byTheClock, show });
  }

  #show(message: Visible): void {
    this.#visible.add(message);
    this.waiters.wake();
  }
}

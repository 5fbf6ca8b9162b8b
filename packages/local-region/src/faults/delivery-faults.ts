import type { QueueConsumer } from "../services/lambda/event-source/event-source.ts";
import type { ReceivedMessage } from "../services/sqs/messages.ts";
import type { MessageRule } from "./fault-plan.ts";
import { type FaultGround, ruleFor } from "./ground.ts";

interface Held {
  readonly message: ReceivedMessage;
  /** By the region's clock. */
  readonly fromMs: number;
}

/** Messages that are delivered twice or late, so in another order. A delayed message stays in flight in its queue. */
export class DeliveryFaults {
  readonly #rules: readonly MessageRule[];
  readonly #ground: FaultGround;

  constructor(rules: readonly MessageRule[], ground: FaultGround) {
    this.#rules = rules;
    this.#ground = ground;
  }

  consumer(queueArn: string, queue: QueueConsumer): QueueConsumer {
    const found = ruleFor(this.#rules, (rule) => rule.queue === undefined || queueArn.includes(rule.queue));
    if (!found) return queue;
    const [rule, name] = found;
    const { clock, dice, log } = this.#ground;
    let held: Held[] = [];
    const takeDue = (max: number): ReceivedMessage[] => {
      const nowMs = clock.now();
      const due = held.filter(({ fromMs }) => fromMs <= nowMs).slice(0, max);
      held = held.filter((one) => !due.includes(one));
      return due.map(({ message }) => message);
    };
    const judge = (message: ReceivedMessage): readonly ReceivedMessage[] => {
      const hold = (ms: number) => held.push({ message, fromMs: clock.now() + ms });
      if (dice.pick(`doubled ${name}`, queueArn, [["doubled", rule.doubled]])) {
        log(`a message of ${queueArn} is delivered twice`);
        hold(0);
      }
      if (!dice.pick(`late ${name}`, queueArn, [["late", rule.late]])) return [message];
      log(`a message of ${queueArn} is delivered ${rule.lateSeconds} s late`);
      hold(rule.lateSeconds * 1000);
      return [];
    };
    return {
      receive: async (queueUrl, options) => {
        const due = takeDue(options.max);
        if (due.length > 0) return due;
        const somethingDue = new AbortController();
        const alarms = held.map(({ fromMs }) => clock.at(fromMs, () => somethingDue.abort()));
        try {
          const signal = AbortSignal.any([options.signal, somethingDue.signal]);
          return (await queue.receive(queueUrl, { ...options, signal })).flatMap(judge);
        } finally {
          for (const cancel of alarms) cancel();
        }
      },
      deleteMessages: (queueUrl, receiptHandles) => queue.deleteMessages(queueUrl, receiptHandles),
      leaveMessages: (queueUrl, receiptHandles) => queue.leaveMessages(queueUrl, receiptHandles),
    };
  }
}

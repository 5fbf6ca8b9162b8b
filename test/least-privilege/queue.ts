import { GetQueueAttributesCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import type { Week } from "../weeks/support/week.ts";

/** A queue of the template, as the owner of the region sees it. */
export class OwnedQueue {
  readonly #week: Week;
  readonly #url: string;

  /** `logicalId`: a part of it that only this queue has. */
  constructor(week: Week, logicalId: string) {
    const [queue, ...others] = week.region.plan.queues.filter((q) => q.logicalId.includes(logicalId));
    if (!queue || others.length > 0) throw new Error(`The template has not just one queue ${logicalId}.`);
    this.#week = week;
    this.#url = `${week.region.aws}/000000000000/${queue.name}`;
  }

  async send(message: object): Promise<void> {
    await this.#week.aws.sqs.send(
      new SendMessageCommand({ QueueUrl: this.#url, MessageBody: JSON.stringify(message) }),
    );
  }

  /** Messages that wait, and those that somebody has taken but not deleted. */
  async size(): Promise<number> {
    const names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"] as const;
    const { Attributes = {} } = await this.#week.aws.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: this.#url, AttributeNames: [...names] }),
    );
    return names.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
  }

  /** Waits until somebody has taken all; the test's own timeout bounds it. */
  async isEmpty(): Promise<void> {
    while ((await this.size()) > 0);
  }

  async holds(count: number): Promise<void> {
    while ((await this.size()) < count);
  }
}

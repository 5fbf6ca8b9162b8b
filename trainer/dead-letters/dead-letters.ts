import {
  ChangeMessageVisibilityBatchCommand,
  GetQueueAttributesCommand,
  type Message,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import {
  aboutLetter,
  type DeadLetterQueue,
  type DeadLetters,
  deadLetterQueueSchema,
  type LetterOrder,
} from "../../course/console/dead-letters.ts";
import { counted } from "../../course/counted.ts";
import { toInstant } from "../../course/ids.ts";
import type { CourseStack } from "../aws/course-stack.ts";
import { TrainerError } from "../trainer-error.ts";

/** So many are looked at: more calls would make no view that one reads. */
const mostShown = 50;
const mostOfCall = 10;

/** A look that was cut short hides what it has received for so many seconds. */
const lookSeconds = 30;

/** @param settings of the client; a call goes to its endpoint, whatever host the queue's URL names. */
export const queueClient = (settings: ConstructorParameters<typeof SQSClient>[0]): SQSClient =>
  new SQSClient({ ...settings, useQueueUrlAsEndpoint: false });

/** The dead letters of one course. Nobody polls these queues: each look is a few calls. */
export class DeadLetterQueues {
  readonly #client: SQSClient;
  readonly #urls: CourseStack["deadLetters"];

  constructor(client: SQSClient, { deadLetters }: Pick<CourseStack, "deadLetters">) {
    this.#client = client;
    this.#urls = deadLetters;
  }

  /** Each queue, in a fixed order; null: the stack does not name them. */
  async read(): Promise<DeadLetters[] | null> {
    if (this.#urls === null) return null;
    return Promise.all(deadLetterQueueSchema.options.map((queue) => this.#look(queue)));
  }

  /** @returns what was done, in a sentence. @throws TrainerError when the stack does not name its queues. */
  async settle(order: LetterOrder): Promise<string> {
    const { count, arn } = await this.#counts(order.queue);
    const all = counted(count, "message");
    if (order.do === "put-back") {
      await this.#client.send(new StartMessageMoveTaskCommand({ SourceArn: arn }));
      return `SQS puts ${all} back to the queues of their steps.`;
    }
    await this.#client.send(new PurgeQueueCommand({ QueueUrl: this.#url(order.queue) }));
    return `Deleted ${all}.`;
  }

  async #look(queue: DeadLetterQueue): Promise<DeadLetters> {
    const { count } = await this.#counts(queue);
    const messages: Message[] = [];
    try {
      while (messages.length < Math.min(count, mostShown)) {
        const received = await this.#receive(queue);
        if (received.length === 0) break;
        messages.push(...received);
      }
    } finally {
      await this.#giveBack(queue, messages);
    }
    return { queue, count, letters: messages.slice(0, mostShown).map(letterOf) };
  }

  async #receive(queue: DeadLetterQueue): Promise<Message[]> {
    const command = new ReceiveMessageCommand({
      QueueUrl: this.#url(queue),
      MaxNumberOfMessages: mostOfCall,
      // A call that doesn't wait asks some of SQS's servers only, and may find nothing.
      WaitTimeSeconds: 1,
      VisibilityTimeout: lookSeconds,
      MessageSystemAttributeNames: ["SentTimestamp"],
      MessageAttributeNames: ["TARGET_ARN"],
    });
    return (await this.#client.send(command)).Messages ?? [];
  }

  /** So that another look sees them, and a move takes them. */
  async #giveBack(queue: DeadLetterQueue, messages: readonly Message[]): Promise<void> {
    for (let from = 0; from < messages.length; from += mostOfCall) {
      const Entries = messages
        .slice(from, from + mostOfCall)
        .map(({ ReceiptHandle }, place) => ({ Id: String(place), ReceiptHandle, VisibilityTimeout: 0 }));
      const command = new ChangeMessageVisibilityBatchCommand({ QueueUrl: this.#url(queue), Entries });
      await this.#client.send(command);
    }
  }

  async #counts(queue: DeadLetterQueue): Promise<{ readonly count: number; readonly arn: string }> {
    const command = new GetQueueAttributesCommand({
      QueueUrl: this.#url(queue),
      AttributeNames: ["QueueArn", "ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
    });
    const { Attributes = {} } = await this.#client.send(command);
    const { QueueArn: arn = "", ApproximateNumberOfMessages: seen = "0" } = Attributes;
    return { arn, count: Number(seen) + Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? "0") };
  }

  #url(queue: DeadLetterQueue): string {
    if (this.#urls) return this.#urls[queue];
    throw new TrainerError(notNamed);
  }
}

/** Of a stack that an earlier version deployed. */
export const notNamed =
  "The stack was deployed by an earlier version, which did not name its dead-letter queues. Deploy it again to see them.";

const letterOf = ({ Body = "", Attributes, MessageAttributes }: Message): DeadLetters["letters"][number] => ({
  about: aboutLetter(Body, MessageAttributes?.TARGET_ARN?.StringValue),
  sentAt: toInstant(new Date(Number(Attributes?.SentTimestamp ?? 0))),
});

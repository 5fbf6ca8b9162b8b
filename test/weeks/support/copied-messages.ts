import { GetQueueAttributesCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import * as z from "zod";
import type { Week } from "./week.ts";

interface Message {
  readonly queueUrl: string;
  readonly body: string;
}

/** Parameters of a step that sends a message and waits; the body holds the token. */
const scheduledSchema = z.object({ parameters: z.string() });
const parametersSchema = z.object({ QueueUrl: z.string(), MessageBody: z.unknown() });

const messageOf = (details: unknown): Message => {
  const { parameters } = scheduledSchema.parse(details);
  const { QueueUrl, MessageBody } = parametersSchema.parse(JSON.parse(parameters));
  return {
    queueUrl: QueueUrl,
    body: typeof MessageBody === "string" ? MessageBody : JSON.stringify(MessageBody),
  };
};

/** Every message that the run's steps send, so that copies of them can be delivered: each is sent twice at once. */
export class CopiedMessages {
  readonly #week: Week;
  readonly #messages: Message[] = [];
  readonly #sending: Promise<unknown>[] = [];

  constructor(week: Week) {
    this.#week = week;
    week.region.engine.onEvent(({ type, taskScheduledEventDetails: details }) => {
      if (type !== "TaskScheduled" || !JSON.stringify(details).includes("sqs")) return;
      const message = messageOf(details);
      this.#messages.push(message);
      this.#sending.push(this.#send(message));
    });
  }

  get count(): number {
    return this.#messages.length;
  }

  /**
   * Sends them all once more, and waits until the workers have taken every copy.
   *
   * @param changed a body as it is sent this time.
   */
  async sendAgain(changed = (body: string): string => body): Promise<void> {
    await Promise.all(this.#sending);
    await Promise.all(
      this.#messages.map((message) => this.#send({ ...message, body: changed(message.body) })),
    );
    for (const queueUrl of new Set(this.#messages.map((message) => message.queueUrl))) {
      while ((await this.#left(queueUrl)) > 0);
    }
  }

  #send({ queueUrl, body }: Message): Promise<unknown> {
    return this.#week.aws.sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body }));
  }

  async #left(QueueUrl: string): Promise<number> {
    const AttributeNames = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"] as const;
    const { Attributes = {} } = await this.#week.aws.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...AttributeNames] }),
    );
    return AttributeNames.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
  }
}

import { createHash, randomUUID } from "node:crypto";
import * as z from "zod";
import { AwsError, account } from "../../ports.ts";
import {
  checkMessageAttributes,
  forbiddenCharacter,
  type MessageAttributes,
  md5OfMessageAttributes,
  messageAttributesSchema,
  sizeOfMessageAttributes,
} from "./message-attributes.ts";
import type { QueueAttributes } from "./queue-attributes.ts";

/**
 * Seconds, also for the queue attribute. Source:
 * docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html.
 */
const maxDelaySeconds = 900;

export const newMessageSchema = z.strictObject({
  MessageBody: z.string(),
  DelaySeconds: z.int().min(0).max(maxDelaySeconds).optional(),
  MessageAttributes: messageAttributesSchema.default({}),
});

export type NewMessage = z.output<typeof newMessageSchema>;

/** A message as it was sent, and as it is stored. Times in milliseconds since 1970. */
export const messageSchema = z.object({
  messageId: z.string(),
  body: z.string(),
  md5OfBody: z.string(),
  messageAttributes: messageAttributesSchema,
  /** "" when there are no attributes. */
  md5OfMessageAttributes: z.string(),
  /** By the region's clock. */
  sentTimestamp: z.number(),
  /** By the machine's time. */
  delayUntil: z.number().exactOptional(),
  /** The queue whose redrive policy moved it here. */
  deadLetterSourceArn: z.string().exactOptional(),
});

export type Message = z.output<typeof messageSchema>;

/** One receiving of a message. Times in milliseconds since 1970. */
export interface Receipt {
  /** The message's number in the file. */
  readonly number: number;
  readonly handle: string;
  /** When the message is visible again, by the machine's time. */
  readonly visibleMs: number;
  /** How often it was received, including this time. */
  readonly receiveCount: number;
  /** By the region's clock. */
  readonly firstReceivedMs: number;
}

/** A message as ReceiveMessage gives it. */
export interface ReceivedMessage {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly Body: string;
  readonly MD5OfBody: string;
  readonly Attributes?: Readonly<Record<string, string>>;
  readonly MessageAttributes?: Readonly<MessageAttributes>;
  readonly MD5OfMessageAttributes?: string;
}

export interface TakeOptions {
  /** At most this many messages, 1 to 10. */
  readonly max: number;
  /** Seconds; the queue's own when left out. */
  readonly visibilityTimeout?: number | undefined;
  /**
   * The receiver ends with this process, so the receipt is not stored: after a kill, its messages are visible at once and
   * count as not received.
   * @default false
   */
  readonly isProvisional?: boolean;
}

/** In bytes, as SQS counts it. */
export const sizeOf = ({ MessageBody, MessageAttributes }: NewMessage): number =>
  Buffer.byteLength(MessageBody) + sizeOfMessageAttributes(MessageAttributes);

/** Throws AwsError when SQS would refuse the message. */
const checkMessage = (message: NewMessage, limit: number): void => {
  const { MessageBody: body, MessageAttributes: attributes } = message;
  if (body === "") {
    throw new AwsError("MissingParameter", "The request must contain the parameter MessageBody.");
  }
  if (forbiddenCharacter.test(body)) {
    throw new AwsError("InvalidMessageContents", "The message contains characters outside the allowed set.");
  }
  checkMessageAttributes(attributes);
  const size = sizeOf(message);
  if (size <= limit) return;
  throw new AwsError(
    "InvalidParameterValue",
    `One or more parameters are invalid. Reason: Message must be shorter than ${limit} bytes; it has ${size}.`,
  );
};

/**
 * The message as a queue with these attributes stores it, sent at `sentMs` (milliseconds since 1970). Throws AwsError when
 * the body is empty, too long for the queue, or holds characters that SQS refuses, and for attributes that it refuses.
 */
export const sentMessage = (queue: QueueAttributes, message: NewMessage, sentMs: number): Message => {
  checkMessage(message, Number(queue.MaximumMessageSize));
  const { MessageBody: body, MessageAttributes: messageAttributes } = message;
  const delaySeconds = message.DelaySeconds ?? Number(queue.DelaySeconds);
  return {
    messageId: randomUUID(),
    body,
    md5OfBody: createHash("md5").update(body).digest("hex"),
    messageAttributes,
    md5OfMessageAttributes: md5OfMessageAttributes(messageAttributes),
    sentTimestamp: sentMs,
    ...(delaySeconds > 0 && { delayUntil: Date.now() + delaySeconds * 1000 }),
  };
};

/** The answer to a sent message. */
export const sentAnswer = (message: Message) => ({
  MessageId: message.messageId,
  MD5OfMessageBody: message.md5OfBody,
  ...(message.md5OfMessageAttributes && { MD5OfMessageAttributes: message.md5OfMessageAttributes }),
});

/** With all of its attributes, as Lambda's event sources get it. */
export const receivedMessage = (message: Message, receipt: Receipt): ReceivedMessage => ({
  MessageId: message.messageId,
  ReceiptHandle: receipt.handle,
  MD5OfBody: message.md5OfBody,
  Body: message.body,
  Attributes: {
    SenderId: account,
    SentTimestamp: String(message.sentTimestamp),
    ApproximateReceiveCount: String(receipt.receiveCount),
    ApproximateFirstReceiveTimestamp: String(receipt.firstReceivedMs),
    ...(message.deadLetterSourceArn && { DeadLetterQueueSourceArn: message.deadLetterSourceArn }),
  },
  ...(message.md5OfMessageAttributes && {
    MessageAttributes: message.messageAttributes,
    MD5OfMessageAttributes: message.md5OfMessageAttributes,
  }),
});

const wants = (names: readonly string[], name: string): boolean =>
  names.some(
    (n) => n === "All" || n === ".*" || n === name || (n.endsWith(".*") && name.startsWith(n.slice(0, -1))),
  );

const pick = <T>(all: Readonly<Record<string, T>> | undefined, names: readonly string[]): Record<string, T> =>
  Object.fromEntries(Object.entries(all ?? {}).filter(([name]) => wants(names, name)));

/** Leaves only the attributes that a ReceiveMessage call asked for. */
export const withRequestedAttributes = (
  { Attributes, MessageAttributes, MD5OfMessageAttributes: _all, ...message }: ReceivedMessage,
  systemNames: readonly string[],
  names: readonly string[],
): ReceivedMessage => {
  const system = pick(Attributes, systemNames);
  const own = pick(MessageAttributes, names);
  const md5 = md5OfMessageAttributes(own);
  return {
    ...message,
    ...(Object.keys(system).length > 0 && { Attributes: system }),
    ...(md5 && { MessageAttributes: own, MD5OfMessageAttributes: md5 }),
  };
};

import * as z from "zod";
import { AwsError } from "../../ports.ts";
import {
  calculateMessageSize,
  md5OfMessageAttributes,
  type ReceivedMessage,
  type SqsMessage,
  type SqsQueue,
  SqsStore,
} from "./fauxqs.ts";
import { checkMessageAttributes, forbiddenCharacter, messageAttributesSchema } from "./message-attributes.ts";

export type { ReceivedMessage } from "./fauxqs.ts";

/** Seconds. Source: SQS's limits for DelaySeconds, also for its queue attribute. */
const maxDelaySeconds = 900;

export const newMessageSchema = z.strictObject({
  MessageBody: z.string(),
  DelaySeconds: z.int().min(0).max(maxDelaySeconds).optional(),
  MessageAttributes: messageAttributesSchema.default({}),
});

export type NewMessage = z.output<typeof newMessageSchema>;

/**
 * The message as the queue takes it, sent at `sentMs` (milliseconds since 1970). Throws AwsError when the body is empty,
 * too long for the queue, or holds characters that SQS refuses, and for attributes that it refuses.
 */
export const sentMessage = (queue: SqsQueue, message: NewMessage, sentMs: number): SqsMessage => {
  const { MessageBody: body, MessageAttributes: attributes } = message;
  if (body === "")
    throw new AwsError("MissingParameter", "The request must contain the parameter MessageBody.");
  if (forbiddenCharacter.test(body)) {
    throw new AwsError("InvalidMessageContents", "The message contains characters outside the allowed set.");
  }
  checkMessageAttributes(attributes);
  const limit = Number(queue.attributes.MaximumMessageSize);
  const size = calculateMessageSize(body, attributes);
  if (size > limit) {
    throw new AwsError(
      "InvalidParameterValue",
      `One or more parameters are invalid. Reason: Message must be shorter than ${limit} bytes; it has ${size}.`,
    );
  }
  const delay = message.DelaySeconds ?? Number(queue.attributes.DelaySeconds);
  return { ...SqsStore.createMessage(body, attributes, delay), sentTimestamp: sentMs };
};

/** The answer to a sent message. */
export const sentAnswer = (message: SqsMessage) => ({
  MessageId: message.messageId,
  MD5OfMessageBody: message.md5OfBody,
  ...(message.md5OfMessageAttributes && { MD5OfMessageAttributes: message.md5OfMessageAttributes }),
});

/** Which queue's redrive policy brought the message to where it lies; fauxqs's messages don't know. */
const deadLetterSourceOf = (message: SqsMessage): Record<string, string> =>
  "deadLetterSourceArn" in message && typeof message.deadLetterSourceArn === "string"
    ? { DeadLetterQueueSourceArn: message.deadLetterSourceArn }
    : {};

/** A received message with all of its system attributes, as Lambda's event sources get it. */
export const withSystemAttributes = (
  queue: SqsQueue,
  received: ReceivedMessage,
  senderId: string,
): ReceivedMessage => {
  const message = queue.inflightMessages.get(received.ReceiptHandle)?.message;
  if (!message) return received;
  return {
    ...received,
    Attributes: {
      SenderId: senderId,
      SentTimestamp: String(message.sentTimestamp),
      ApproximateReceiveCount: String(message.approximateReceiveCount),
      ApproximateFirstReceiveTimestamp: String(message.approximateFirstReceiveTimestamp ?? 0),
      ...deadLetterSourceOf(message),
    },
  };
};

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

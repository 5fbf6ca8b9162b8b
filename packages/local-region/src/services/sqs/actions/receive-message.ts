import * as z from "zod";
import { withRequestedAttributes } from "../messages.ts";
import { maxVisibilitySeconds, names, parse, queueSchema, type SqsAction } from "./input.ts";

/** Ranges are SQS's own. */
const receiveSchema = queueSchema.extend({
  MaxNumberOfMessages: z.int().min(1).max(10).default(1),
  VisibilityTimeout: z.int().min(0).max(maxVisibilitySeconds).optional(),
  WaitTimeSeconds: z.int().min(0).max(20).optional(),
  AttributeNames: names,
  MessageSystemAttributeNames: names,
  MessageAttributeNames: names,
});

export const receiveMessage: SqsAction = async (input, queues) => {
  const call = parse(receiveSchema, input);
  const { attributes } = queues.find(call.QueueUrl);
  const waitSeconds = call.WaitTimeSeconds ?? Number(attributes.ReceiveMessageWaitTimeSeconds);
  const received = await queues.receive(call.QueueUrl, {
    max: call.MaxNumberOfMessages,
    waitMs: waitSeconds * 1000,
    visibilityTimeout: call.VisibilityTimeout,
  });
  const system = [...call.AttributeNames, ...call.MessageSystemAttributeNames];
  const messages = received.map((m) => withRequestedAttributes(m, system, call.MessageAttributeNames));
  return messages.length > 0 ? { Messages: messages } : {};
};

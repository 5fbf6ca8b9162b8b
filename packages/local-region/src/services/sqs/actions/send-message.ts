import { AwsError } from "../../../ports.ts";
import { newMessageSchema, sentAnswer, sizeOf } from "../messages.ts";
import { batchSchema, forEachEntry } from "./batch.ts";
import { parse, queueSchema, type SqsAction } from "./input.ts";

const sendSchema = queueSchema.extend(newMessageSchema.shape);

export const sendMessage: SqsAction = (input, queues) => {
  const { QueueUrl, ...message } = parse(sendSchema, input);
  return sentAnswer(queues.find(QueueUrl).send(message));
};

/** Source: docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html. */
const maxBatchBytes = 1024 * 1024;

const sendBatchSchema = batchSchema(newMessageSchema);

export const sendMessageBatch: SqsAction = (input, queues) => {
  const { QueueUrl, Entries } = parse(sendBatchSchema, input);
  const queue = queues.find(QueueUrl);
  const size = Entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
  if (size > maxBatchBytes) {
    throw new AwsError(
      "BatchRequestTooLong",
      `A batch may hold ${maxBatchBytes} bytes; this one has ${size}.`,
    );
  }
  return forEachEntry(Entries, ({ Id: _, ...message }) => sentAnswer(queue.send(message)));
};

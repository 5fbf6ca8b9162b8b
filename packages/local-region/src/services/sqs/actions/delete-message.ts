import { batchSchema, forEachEntry } from "./batch.ts";
import { parse, queueSchema, receiptSchema, type SqsAction } from "./input.ts";

const deleteSchema = queueSchema.extend(receiptSchema.shape);

/** Like SQS, succeeds when the message is gone already. */
export const deleteMessage: SqsAction = (input, queues) => {
  const { QueueUrl, ReceiptHandle } = parse(deleteSchema, input);
  queues.find(QueueUrl).delete(ReceiptHandle);
  return {};
};

const deleteBatchSchema = batchSchema(receiptSchema);

export const deleteMessageBatch: SqsAction = (input, queues) => {
  const { QueueUrl, Entries } = parse(deleteBatchSchema, input);
  const queue = queues.find(QueueUrl);
  return forEachEntry(Entries, ({ ReceiptHandle }) => {
    queue.delete(ReceiptHandle);
    return {};
  });
};

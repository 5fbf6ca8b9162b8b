import * as z from "zod";
import { AwsError } from "../../../ports.ts";
import type { Queue } from "../queue.ts";
import { batchSchema, forEachEntry } from "./batch.ts";
import { maxVisibilitySeconds, parse, queueSchema, receiptSchema, type SqsAction } from "./input.ts";

const entrySchema = receiptSchema.extend({ VisibilityTimeout: z.int() });

const change = (queue: Queue, { ReceiptHandle, VisibilityTimeout }: z.output<typeof entrySchema>): object => {
  if (VisibilityTimeout < 0 || VisibilityTimeout > maxVisibilitySeconds) {
    throw new AwsError(
      "InvalidParameterValue",
      `Value ${VisibilityTimeout} for parameter VisibilityTimeout is invalid. Reason: Must be between 0 and ${maxVisibilitySeconds}.`,
    );
  }
  queue.changeVisibility(ReceiptHandle, VisibilityTimeout);
  return {};
};

const changeSchema = queueSchema.extend(entrySchema.shape);

export const changeMessageVisibility: SqsAction = (input, queues) => {
  const { QueueUrl, ...entry } = parse(changeSchema, input);
  return change(queues.find(QueueUrl), entry);
};

const changeBatchSchema = batchSchema(entrySchema);

export const changeMessageVisibilityBatch: SqsAction = (input, queues) => {
  const { QueueUrl, Entries } = parse(changeBatchSchema, input);
  const queue = queues.find(QueueUrl);
  return forEachEntry(Entries, (entry) => change(queue, entry));
};

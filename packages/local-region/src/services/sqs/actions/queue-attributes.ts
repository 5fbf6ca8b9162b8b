import * as z from "zod";
import { AwsError } from "../../../ports.ts";
import type { Queue } from "../queue.ts";
import { attributeNames } from "../queue-attributes.ts";
import { names, parse, queueSchema, type SqsAction } from "./input.ts";

const allAttributes = (queue: Queue): Record<string, string> => {
  const { visible, inFlight, delayed } = queue.counts();
  return {
    QueueArn: queue.arn,
    SqsManagedSseEnabled: "true",
    ...queue.attributes,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    CreatedTimestamp: String(queue.createdS),
    LastModifiedTimestamp: String(queue.modifiedS),
  };
};

const getSchema = queueSchema.extend({ AttributeNames: names });

export const getQueueAttributes: SqsAction = (input, queues) => {
  const { QueueUrl, AttributeNames } = parse(getSchema, input);
  const unknown = AttributeNames.find((name) => !attributeNames.has(name));
  if (unknown !== undefined) throw new AwsError("InvalidAttributeName", `Unknown Attribute ${unknown}.`);
  const wanted = Object.entries(allAttributes(queues.find(QueueUrl))).filter(
    ([name]) => AttributeNames.includes("All") || AttributeNames.includes(name),
  );
  return wanted.length > 0 ? { Attributes: Object.fromEntries(wanted) } : {};
};

const setSchema = queueSchema.extend({ Attributes: z.record(z.string(), z.string()) });

export const setQueueAttributes: SqsAction = (input, queues) => {
  const { QueueUrl, Attributes } = parse(setSchema, input);
  queues.setAttributes(queues.find(QueueUrl), Attributes);
  return {};
};

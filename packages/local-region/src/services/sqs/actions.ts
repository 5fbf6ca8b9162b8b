import * as z from "zod";
import { AwsError, account } from "../../ports.ts";
import {
  ALL_ATTRIBUTE_NAMES,
  calculateMessageSize,
  changeMessageVisibility,
  changeMessageVisibilityBatch,
  deleteMessage,
  deleteMessageBatch,
  purgeQueue,
  type SqsStore,
} from "./fauxqs.ts";
import { newMessageSchema, sentAnswer, withRequestedAttributes } from "./messages.ts";
import { checkQueueAttributes } from "./queue-attributes.ts";
import type { QueueSet } from "./queue-set.ts";

type Input = Readonly<Record<string, unknown>>;

/** One SQS action; `endpoint` is the address that queue URLs start with. */
export type SqsAction = (input: Input, queues: QueueSet, endpoint: string) => unknown;

const parse = <T extends z.ZodType>(schema: T, input: Input): z.output<T> => {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const problems = result.error.issues
    .map((issue) =>
      issue.code === "unrecognized_keys"
        ? `The region's SQS does not follow ${[...issue.path, issue.keys.join(", ")].join(".")}.`
        : `${issue.path.join(".")}: ${issue.message}`,
    )
    .join("; ");
  throw new AwsError("InvalidParameterValue", `One or more parameters are invalid. ${problems}`);
};

const onStore =
  (action: (input: Record<string, unknown>, store: SqsStore) => unknown): SqsAction =>
  (input, queues) => {
    queues.find(parse(z.object(queueSchema.shape), input).QueueUrl);
    return action({ ...input }, queues.store);
  };

const queueSchema = z.strictObject({ QueueUrl: z.string() });
const names = z.array(z.string()).default([]);

/** Ranges are SQS's own. */
const receiveSchema = queueSchema.extend({
  MaxNumberOfMessages: z.int().min(1).max(10).default(1),
  VisibilityTimeout: z.int().min(0).max(43_200).optional(),
  WaitTimeSeconds: z.int().min(0).max(20).optional(),
  AttributeNames: names,
  MessageSystemAttributeNames: names,
  MessageAttributeNames: names,
});

const receiveMessage: SqsAction = async (input, queues) => {
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

const sendMessage: SqsAction = (input, queues) => {
  const call = parse(queueSchema.extend(newMessageSchema.shape), input);
  return sentAnswer(queues.send(call.QueueUrl, call));
};

/** Source: SQS's message quotas. */
const maxBatchBytes = 1024 * 1024;

const batchSchema = queueSchema.extend({
  Entries: z
    .array(newMessageSchema.extend({ Id: z.string().regex(/^[\w-]{1,80}$/) }))
    .min(1)
    .max(10),
});

const sendMessageBatch: SqsAction = (input, queues) => {
  const { QueueUrl, Entries } = parse(batchSchema, input);
  queues.find(QueueUrl);
  if (new Set(Entries.map((e) => e.Id)).size < Entries.length) {
    throw new AwsError("BatchEntryIdsNotDistinct", "Two or more batch entries have the same Id.");
  }
  const size = Entries.reduce((sum, e) => sum + calculateMessageSize(e.MessageBody, e.MessageAttributes), 0);
  if (size > maxBatchBytes) {
    throw new AwsError(
      "BatchRequestTooLong",
      `A batch may hold ${maxBatchBytes} bytes; this one has ${size}.`,
    );
  }
  const Successful: object[] = [];
  const Failed: object[] = [];
  for (const { Id, ...message } of Entries) {
    try {
      Successful.push({ Id, ...sentAnswer(queues.send(QueueUrl, message)) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      Failed.push({ Id, SenderFault: true, Code: error.code, Message: error.message });
    }
  }
  return { Successful, Failed };
};

const attributeNames: ReadonlySet<string> = new Set(["All", ...ALL_ATTRIBUTE_NAMES]);

const getQueueAttributes: SqsAction = (input, queues) => {
  const { QueueUrl, AttributeNames } = parse(queueSchema.extend({ AttributeNames: names }), input);
  const unknown = AttributeNames.find((name) => !attributeNames.has(name));
  if (unknown !== undefined) throw new AwsError("InvalidAttributeName", `Unknown Attribute ${unknown}.`);
  const Attributes = queues.upToDate(QueueUrl).getAllAttributes(AttributeNames);
  return Object.keys(Attributes).length > 0 ? { Attributes } : {};
};

const setQueueAttributes: SqsAction = (input, queues) => {
  const schema = queueSchema.extend({ Attributes: z.record(z.string(), z.string()) });
  const { QueueUrl, Attributes } = parse(schema, input);
  const queue = queues.find(QueueUrl);
  checkQueueAttributes(queue.name, Attributes, queues.store);
  queue.setAttributes({ ...Attributes });
  return {};
};

const urlOf = (endpoint: string, name: string): string => `${endpoint}/${account}/${name}`;

const queueUrlSchema = z.strictObject({
  QueueName: z.string(),
  QueueOwnerAWSAccountId: z.literal(account).optional(),
});

const getQueueUrl: SqsAction = (input, queues, endpoint) => {
  const { QueueName } = parse(queueUrlSchema, input);
  return { QueueUrl: urlOf(endpoint, queues.find(QueueName).name) };
};

const listSchema = z.strictObject({
  QueueNamePrefix: z.string().default(""),
  MaxResults: z.int().min(1).max(1000).default(1000),
  NextToken: z.string().default(""),
});

const listQueues: SqsAction = (input, { store }, endpoint) => {
  const { QueueNamePrefix, MaxResults, NextToken } = parse(listSchema, input);
  const names = [...store.allQueues()].map((q) => q.name).filter((n) => n.startsWith(QueueNamePrefix));
  const left = names.filter((n) => n > NextToken).sort();
  const page = left.slice(0, MaxResults);
  return {
    QueueUrls: page.map((name) => urlOf(endpoint, name)),
    ...(left.length > page.length && { NextToken: page.at(-1) }),
  };
};

/** Queues are made and removed by the template only. */
export const actions: Readonly<Record<string, SqsAction>> = {
  ChangeMessageVisibility: onStore(changeMessageVisibility),
  ChangeMessageVisibilityBatch: onStore(changeMessageVisibilityBatch),
  DeleteMessage: onStore(deleteMessage),
  DeleteMessageBatch: onStore(deleteMessageBatch),
  GetQueueAttributes: getQueueAttributes,
  GetQueueUrl: getQueueUrl,
  ListQueues: listQueues,
  PurgeQueue: onStore(purgeQueue),
  ReceiveMessage: receiveMessage,
  SendMessage: sendMessage,
  SendMessageBatch: sendMessageBatch,
  SetQueueAttributes: setQueueAttributes,
};

import * as z from "zod";
import { account } from "../../../ports.ts";
import { parse, type SqsAction } from "./input.ts";

const urlOf = (endpoint: string, name: string): string => `${endpoint}/${account}/${name}`;

const queueUrlSchema = z.strictObject({
  QueueName: z.string(),
  QueueOwnerAWSAccountId: z.literal(account).optional(),
});

export const getQueueUrl: SqsAction = (input, queues, endpoint) => {
  const { QueueName } = parse(queueUrlSchema, input);
  return { QueueUrl: urlOf(endpoint, queues.find(QueueName).name) };
};

const listSchema = z.strictObject({
  QueueNamePrefix: z.string().default(""),
  MaxResults: z.int().min(1).max(1000).default(1000),
  NextToken: z.string().default(""),
});

export const listQueues: SqsAction = (input, queues, endpoint) => {
  const { QueueNamePrefix, MaxResults, NextToken } = parse(listSchema, input);
  const names = queues.all().map((queue) => queue.name);
  const left = names.filter((name) => name.startsWith(QueueNamePrefix) && name > NextToken).sort();
  const page = left.slice(0, MaxResults);
  return {
    QueueUrls: page.map((name) => urlOf(endpoint, name)),
    ...(left.length > page.length && { NextToken: page.at(-1) }),
  };
};

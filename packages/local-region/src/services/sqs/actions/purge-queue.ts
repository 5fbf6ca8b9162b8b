import { parse, queueSchema, type SqsAction } from "./input.ts";

export const purgeQueue: SqsAction = (input, queues) => {
  queues.find(parse(queueSchema, input).QueueUrl).purge();
  return {};
};

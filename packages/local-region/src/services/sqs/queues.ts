import * as z from "zod";
import { Clock } from "../../clock.ts";
import { tryParseJson } from "../../json.ts";
import { AwsError, type AwsResponse, type AwsService, account, type Queues } from "../../ports.ts";
import { actions } from "./actions.ts";
import { newMessageSchema, type ReceivedMessage, sentAnswer } from "./messages.ts";
import type { QueueCounts } from "./queue.ts";
import { QueueSet, type ReceiveOptions } from "./queue-set.ts";

/** Queue URLs are `<endpoint>/000000000000/<name>`; a queue is always found by its name; the host is ignored. */
export interface QueueService {
  /** SQS's API for its clients (JSON protocol). */
  readonly service: AwsService;
  /** For callers inside the region. */
  readonly queues: Queues;
  /** Makes the queue or changes its attributes, which have SQS's names and values; messages stay. Returns its URL. */
  createQueue(queue: {
    readonly name: string;
    readonly attributes: Readonly<Record<string, string>>;
  }): Promise<string>;
  /**
   * For pollers inside the region, which end with its process: only `leaveMessages` stores that a message was received.
   * Messages have all of their attributes.
   */
  receive(
    queueUrl: string,
    options: Pick<ReceiveOptions, "max" | "waitMs" | "signal">,
  ): Promise<ReceivedMessage[]>;
  /** For messages that are not done: each becomes visible again when its visibility timeout ends by the region's clock. */
  leaveMessages(queueUrl: string, receiptHandles: readonly string[]): Promise<void>;
  /** Deleting a message that is gone does nothing. */
  deleteMessages(queueUrl: string, receiptHandles: readonly string[]): Promise<void>;
  counts(queueUrl: string): QueueCounts;
  close(): void;
}

export interface QueueServiceOptions {
  /** Folder, made when it isn't there. */
  readonly dataDir: string;
  /** Address of the AWS endpoint, e.g. `http://127.0.0.1:4566`; called once it is known. */
  readonly endpoint: () => string;
  /** The machine's time when left out. */
  readonly clock?: Clock;
}

/** Opens the region's SQS. It answers only once the change is on the disk. */
export const openQueues = ({ dataDir, endpoint, clock = new Clock() }: QueueServiceOptions): QueueService => {
  const set = new QueueSet(dataDir, clock);
  return {
    service: serviceOf(set, endpoint),
    queues: queuesOf(set),
    createQueue: async ({ name, attributes }) => {
      set.create(name, attributes);
      await set.committed();
      return `${endpoint()}/${account}/${name}`;
    },
    receive: (queueUrl, options) => set.receive(queueUrl, { ...options, isProvisional: true }),
    leaveMessages: async (queueUrl, receiptHandles) => {
      const queue = set.find(queueUrl);
      for (const handle of receiptHandles) queue.leave(handle);
      await set.committed();
    },
    deleteMessages: async (queueUrl, receiptHandles) => {
      const queue = set.find(queueUrl);
      for (const handle of receiptHandles) queue.delete(handle);
      await set.committed();
    },
    counts: (queueUrl) => set.find(queueUrl).counts(),
    close: () => set.close(),
  };
};

const queuesOf = (set: QueueSet): Queues => ({
  sendMessage: async ({ queueUrl, body, delaySeconds }) => {
    const message = newMessageSchema.parse({ MessageBody: body, DelaySeconds: delaySeconds });
    const answer = sentAnswer(set.find(queueUrl).send(message));
    await set.committed();
    return answer;
  },
});

const contentType = "application/x-amz-json-1.0";
const inputSchema = z.record(z.string(), z.unknown());

const serviceOf =
  (set: QueueSet, endpoint: () => string): AwsService =>
  async ({ headers, body }) => {
    try {
      const output = await actionFor(headers["x-amz-target"])(parseInput(body), set, endpoint());
      await set.committed();
      return { status: 200, headers: { "content-type": contentType }, body: JSON.stringify(output) };
    } catch (error) {
      await set.committed();
      if (error instanceof AwsError) return errorAnswer(error);
      throw error;
    }
  };

const actionFor = (target = "") => {
  const name = target.replace("AmazonSQS.", "");
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (action) return action;
  const known = Object.keys(actions).join(", ");
  throw new AwsError("UnsupportedOperation", `The region's SQS has no action "${name}"; it has ${known}.`);
};

const parseInput = (body: Buffer): Record<string, unknown> => {
  const input = inputSchema.safeParse(tryParseJson(body.toString() || "{}"));
  if (input.success) return input.data;
  throw new AwsError("InvalidParameterValue", "The body of the request is not a JSON object.");
};

/** Clients of SQS's older protocol know some errors by another name, which is sent in a header. */
const queryCodes: Readonly<Record<string, string>> = {
  QueueDoesNotExist: "AWS.SimpleQueueService.NonExistentQueue",
  UnsupportedOperation: "AWS.SimpleQueueService.UnsupportedOperation",
  BatchEntryIdsNotDistinct: "AWS.SimpleQueueService.BatchEntryIdsNotDistinct",
  BatchRequestTooLong: "AWS.SimpleQueueService.BatchRequestTooLong",
  EmptyBatchRequest: "AWS.SimpleQueueService.EmptyBatchRequest",
  InvalidBatchEntryId: "AWS.SimpleQueueService.InvalidBatchEntryId",
  TooManyEntriesInBatchRequest: "AWS.SimpleQueueService.TooManyEntriesInBatchRequest",
  MessageNotInflight: "AWS.SimpleQueueService.MessageNotInflight",
};

const errorAnswer = ({ code, message }: AwsError): AwsResponse => ({
  status: 400,
  headers: { "content-type": contentType, "x-amzn-query-error": `${queryCodes[code] ?? code};Sender` },
  body: JSON.stringify({ __type: `com.amazonaws.sqs#${code}`, message }),
});

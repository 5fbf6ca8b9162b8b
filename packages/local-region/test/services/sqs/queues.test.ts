/** Longer than most: all tests share one service behind one port, which they stop and start again. */

import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  type Message,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { Clock } from "../../../src/clock.ts";
import type { AwsEndpoint } from "../../../src/http/endpoint.ts";
import { openQueues, type QueueService } from "../../../src/services/sqs/queues.ts";
import { clientSettings, startEndpoint } from "../../http/start-endpoint.ts";

const owner = { kind: "owner" } as const;

let folder: string;
let queues: QueueService;
let endpoint: AwsEndpoint;
let client: SQSClient;
let clock: Clock;

const start = async () => {
  queues = openQueues({ dataDir: folder, endpoint: () => endpoint.url, clock });
  endpoint = await startEndpoint({ sqs: queues.service });
  client = new SQSClient(clientSettings(endpoint));
};
const stop = async () => {
  client.destroy();
  await endpoint.close();
  queues.close();
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "sqs-"));
  clock = new Clock();
  await start();
});
afterEach(async () => {
  await stop();
  clock.stop();
  rmSync(folder, { recursive: true });
});

const send = (QueueUrl: string, MessageBody: string, more: object = {}) =>
  client.send(new SendMessageCommand({ QueueUrl, MessageBody, ...more }));
const receive = async (QueueUrl: string, more: object = {}): Promise<Message[]> => {
  const call = { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 5, ...more };
  return (await client.send(new ReceiveMessageCommand(call))).Messages ?? [];
};
const makeQueue = (name: string, attributes: Record<string, string> = {}) =>
  queues.createQueue({ name, attributes });

test("a message is received with its attributes, and is gone once deleted", async () => {
  const url = await makeQueue("grading");
  expect(url).toBe(`${endpoint.url}/000000000000/grading`);
  const attributes = {
    kind: { DataType: "String", StringValue: "test" },
    n: { DataType: "Number", StringValue: "1" },
  };
  const { MessageId } = await send(url, "body 🎓 ü", { MessageAttributes: attributes });
  const [message] = await receive(url, {
    MessageAttributeNames: ["kind"],
    MessageSystemAttributeNames: ["ApproximateReceiveCount"],
  });
  expect(message).toMatchObject({
    MessageId,
    Body: "body 🎓 ü",
    Attributes: { ApproximateReceiveCount: "1" },
  });
  expect(message?.MessageAttributes).toEqual({ kind: attributes.kind });
  expect(queues.counts(url)).toEqual({ visible: 0, inFlight: 1, delayed: 0 });
  const Entries = [{ Id: "a", ReceiptHandle: message?.ReceiptHandle }];
  await client.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries }));
  expect(queues.counts(url)).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
});

test("a long poll returns when a message arrives", async () => {
  const url = await makeQueue("grading");
  const waiting = receive(url, { WaitTimeSeconds: 20 });
  await queues.queues.sendMessage({ queueUrl: url, body: "now" }, owner);
  expect(await waiting).toMatchObject([{ Body: "now" }]);
});

test("an aborted wait receives nothing, and others go on waiting", async () => {
  const url = await makeQueue("grading");
  const abort = new AbortController();
  const aborted = queues.receive(url, { max: 1, waitMs: 60_000, signal: abort.signal });
  const other = queues.receive(url, { max: 1, waitMs: 60_000 });
  abort.abort();
  expect(await aborted).toEqual([]);
  await send(url, "for the other");
  expect(await other).toMatchObject([
    { Body: "for the other", Attributes: { ApproximateReceiveCount: "1" } },
  ]);
});

test("a message that was not deleted is visible again after its timeout", async () => {
  const url = await makeQueue("grading", { VisibilityTimeout: "1" });
  await send(url, "again");
  expect(await receive(url)).toHaveLength(1);
  expect(await receive(url, { WaitTimeSeconds: 0 })).toEqual([]);
  const [message] = await receive(url, { MessageSystemAttributeNames: ["All"] });
  expect(message).toMatchObject({ Body: "again", Attributes: { ApproximateReceiveCount: "2" } });
});

test("visibility set to 0 makes a message visible at once", async () => {
  const url = await makeQueue("grading", { VisibilityTimeout: "600" });
  await send(url, "again");
  const [message] = await receive(url);
  await client.send(
    new ChangeMessageVisibilityCommand({
      QueueUrl: url,
      ReceiptHandle: message?.ReceiptHandle,
      VisibilityTimeout: 0,
    }),
  );
  expect(await receive(url)).toMatchObject([{ Body: "again" }]);
});

test("a message received too often moves to the dead-letter queue", async () => {
  const dead = await makeQueue("dead");
  const deadLetterTargetArn = "arn:aws:sqs:us-east-1:000000000000:dead";
  const url = await makeQueue("grading", {
    VisibilityTimeout: "0",
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 3 }),
  });
  const { MessageId } = await send(url, "poison");
  for (let n = 0; n < 3; n++) expect(await receive(url)).toHaveLength(1);
  expect(await receive(url, { WaitTimeSeconds: 0 })).toEqual([]);
  expect(await receive(dead)).toMatchObject([{ MessageId, Body: "poison" }]);
});

test("a delayed message is not visible before its time", async () => {
  const url = await makeQueue("grading");
  await send(url, "later", { DelaySeconds: 900 });
  expect(await receive(url, { WaitTimeSeconds: 0 })).toEqual([]);
  expect(queues.counts(url)).toEqual({ visible: 0, inFlight: 0, delayed: 1 });
});

test("of a batch, the good messages are taken and each bad one is named", async () => {
  const url = await makeQueue("grading", { MaximumMessageSize: "1024" });
  const Entries = [
    { Id: "good", MessageBody: "1" },
    { Id: "long", MessageBody: "x".repeat(1025) },
    { Id: "odd", MessageBody: "\u0001" },
  ];
  const { Successful, Failed } = await client.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
  expect(Successful?.map((e) => e.Id)).toEqual(["good"]);
  expect(Failed?.map((e) => [e.Id, e.Code])).toEqual([
    ["long", "InvalidParameterValue"],
    ["odd", "InvalidMessageContents"],
  ]);
});

test("queues, messages and receipts outlive a restart on another port", async () => {
  const url = await makeQueue("grading", { VisibilityTimeout: "600" });
  await send(url, "waiting");
  await send(url, "in flight", { DelaySeconds: 0 });
  const [first, second] = await receive(url);
  await stop();
  await start();
  const { QueueUrl = "" } = await client.send(new GetQueueUrlCommand({ QueueName: "grading" }));
  expect(QueueUrl).toBe(`${endpoint.url}/000000000000/grading`);
  expect(queues.counts(url)).toEqual({ visible: 0, inFlight: 2, delayed: 0 });
  await queues.deleteMessages(url, [first?.ReceiptHandle ?? ""]);
  await client.send(
    new ChangeMessageVisibilityCommand({
      QueueUrl,
      ReceiptHandle: second?.ReceiptHandle,
      VisibilityTimeout: 0,
    }),
  );
  expect(await receive(QueueUrl)).toMatchObject([{ Body: "in flight" }]);
});

test("making a queue again changes its attributes and keeps its messages", async () => {
  const url = await makeQueue("grading", { VisibilityTimeout: "5", DelaySeconds: "0" });
  await send(url, "kept");
  await makeQueue("grading", { ReceiveMessageWaitTimeSeconds: "20" });
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["All"] }),
  );
  expect(Attributes).toMatchObject({
    VisibilityTimeout: "30",
    ReceiveMessageWaitTimeSeconds: "20",
    ApproximateNumberOfMessages: "1",
    QueueArn: "arn:aws:sqs:us-east-1:000000000000:grading",
  });
});

test("queues are listed over pages", async () => {
  for (const name of ["b", "a", "C"]) await makeQueue(name);
  const first = await client.send(new ListQueuesCommand({ MaxResults: 2 }));
  const NextToken = first.NextToken;
  const second = await client.send(new ListQueuesCommand({ MaxResults: 2, NextToken }));
  const names = [...(first.QueueUrls ?? []), ...(second.QueueUrls ?? [])].map((url) => url.split("/").at(-1));
  expect(names).toEqual(["C", "a", "b"]);
});

test("a queue that isn't there is QueueDoesNotExist, over the port and inside the region", async () => {
  const url = `${endpoint.url}/000000000000/nowhere`;
  await expect(send(url, "1")).rejects.toMatchObject({ name: "QueueDoesNotExist" });
  await expect(queues.queues.sendMessage({ queueUrl: url, body: "1" }, owner)).rejects.toMatchObject({
    code: "QueueDoesNotExist",
  });
});

test.each([
  ["grading.fifo", {}, "must be 1 to 80 letters"],
  ["grading", { VisibilityTimeout: "43201" }, "VisibilityTimeout"],
  ["grading", { FifoQueue: "true" }, "FifoQueue"],
])("the queue %s with %j is refused by name", async (name, attributes, message) => {
  await expect(makeQueue(name, attributes)).rejects.toThrow(message);
});

test("a message that the region's own poller has is there again after a restart, as if never received", async () => {
  const url = await makeQueue("grading", { VisibilityTimeout: "600" });
  await send(url, "work");
  const [first] = await queues.receive(url, { max: 1, waitMs: 0 });
  expect(first?.Attributes?.ApproximateReceiveCount).toBe("1");
  await stop();
  await start();
  const [again] = await queues.receive(url, { max: 1, waitMs: 0 });
  expect([again?.Body, again?.Attributes?.ApproximateReceiveCount]).toEqual(["work", "1"]);
});

test("a message that the region's own poller has left stays invisible over a restart, and was received", async () => {
  const url = await makeQueue("grading", { VisibilityTimeout: "600" });
  await send(url, "work");
  const [first] = await queues.receive(url, { max: 1, waitMs: 0 });
  await queues.leaveMessages(url, [first?.ReceiptHandle ?? "", "unknown"]);
  await stop();
  await start();
  expect(queues.counts(url)).toMatchObject({ visible: 0, inFlight: 1 });
  clock.moveTo(clock.now() + 600_000);
  const [again] = await queues.receive(url, { max: 1, waitMs: 0 });
  expect([again?.Body, again?.Attributes?.ApproximateReceiveCount]).toEqual(["work", "2"]);
});

const later = (seconds: number) => clock.moveTo(clock.now() + seconds * 1000);

test("a message was sent and first received when the region's clock says so, over a restart as well", async () => {
  const url = await makeQueue("grading", { VisibilityTimeout: "600" });
  later(30 * 86_400);
  const sentMs = clock.now();
  await send(url, "next month");
  const MessageSystemAttributeNames = ["SentTimestamp", "ApproximateFirstReceiveTimestamp"];
  const [first] = await receive(url, { MessageSystemAttributeNames, VisibilityTimeout: 0 });
  expect(Number(first?.Attributes?.SentTimestamp)).toBeGreaterThanOrEqual(sentMs);
  expect(Number(first?.Attributes?.ApproximateFirstReceiveTimestamp)).toBeGreaterThanOrEqual(sentMs);
  await stop();
  await start();
  const [again] = await receive(url, { MessageSystemAttributeNames });
  expect(again?.Attributes).toEqual(first?.Attributes);
});

test("a delay ends by the region's clock, for who waits as well, and once for all", async () => {
  const url = await makeQueue("grading");
  await send(url, "later", { DelaySeconds: 600 });
  const waiting = queues.receive(url, { max: 1, waitMs: 60_000 });
  later(599);
  expect(queues.counts(url)).toEqual({ visible: 0, inFlight: 0, delayed: 1 });
  later(1);
  expect(await waiting).toMatchObject([{ Body: "later" }]);
  await stop();
  await start();
  expect(queues.counts(url)).toEqual({ visible: 1, inFlight: 0, delayed: 0 });
});

test("a delay goes on over a restart, by the region's clock", async () => {
  const url = await makeQueue("grading");
  await send(url, "later", { DelaySeconds: 600 });
  await stop();
  await start();
  expect(queues.counts(url)).toMatchObject({ visible: 0, delayed: 1 });
  later(600);
  expect(queues.counts(url)).toMatchObject({ visible: 1, delayed: 0 });
});

test("a message is gone when its retention period is over by the region's clock, for good", async () => {
  const url = await makeQueue("grading", { MessageRetentionPeriod: "60" });
  await send(url, "old");
  later(59);
  expect(queues.counts(url).visible).toBe(1);
  later(1);
  await send(url, "new");
  expect(queues.counts(url).visible).toBe(1);
  expect(await receive(url, { VisibilityTimeout: 0 })).toMatchObject([{ Body: "new" }]);
  await stop();
  await start();
  expect(queues.counts(url).visible).toBe(1);
});

test("a message in flight stays while the clock is moved, and is gone when nobody deleted it", async () => {
  const url = await makeQueue("grading", { MessageRetentionPeriod: "60", VisibilityTimeout: "600" });
  await send(url, "worked on");
  const [message] = await queues.receive(url, { max: 1, waitMs: 0 });
  later(86_400);
  expect(queues.counts(url)).toMatchObject({ visible: 0, inFlight: 1 });
  await queues.leaveMessages(url, [message?.ReceiptHandle ?? ""]);
  later(600);
  expect(queues.counts(url)).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
});

test("dead letters are moved back to where they came from, as new messages; others stay", async () => {
  const dead = await makeQueue("dead");
  const deadLetterTargetArn = "arn:aws:sqs:us-east-1:000000000000:dead";
  const url = await makeQueue("work", {
    VisibilityTimeout: "0",
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 1 }),
  });
  const { MessageId } = await send(url, "poison");
  await receive(url);
  expect(await receive(url, { WaitTimeSeconds: 0 })).toEqual([]);
  await send(dead, "from nowhere");
  const move = (SourceArn: string) => client.send(new StartMessageMoveTaskCommand({ SourceArn }));
  expect((await move(deadLetterTargetArn)).TaskHandle).toMatch(/./);
  const [back] = await receive(url, { VisibilityTimeout: 30, MessageSystemAttributeNames: ["All"] });
  expect(back).toMatchObject({ Body: "poison", Attributes: { ApproximateReceiveCount: "1" } });
  expect(back?.MessageId).not.toBe(MessageId);
  expect((await receive(dead)).map(({ Body }) => Body)).toEqual(["from nowhere"]);
  await expect(move("arn:aws:sqs:us-east-1:000000000000:work")).rejects.toThrow(
    "must be configured as a Dead",
  );
  await expect(move("arn:aws:sqs:us-east-1:000000000000:other")).rejects.toThrow("doesn't exist");
});

test("a dead letter keeps the time it was first sent at, from which its queue's retention counts", async () => {
  const dead = await makeQueue("dead", { MessageRetentionPeriod: "120" });
  const deadLetterTargetArn = "arn:aws:sqs:us-east-1:000000000000:dead";
  const url = await makeQueue("grading", {
    VisibilityTimeout: "0",
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 1 }),
  });
  await send(url, "poison");
  await receive(url);
  later(100);
  await receive(url, { WaitTimeSeconds: 0 });
  expect(queues.counts(dead).visible).toBe(1);
  later(20);
  expect(queues.counts(dead).visible).toBe(0);
});

test("a receiver that is late deletes its message, unless somebody else has it by then", async () => {
  const url = await makeQueue("grading");
  await send(url, "slow");
  const late = await receive(url, { VisibilityTimeout: 0 });
  const [taken] = await queues.receive(url, { max: 1, waitMs: 0 });
  await queues.deleteMessages(url, [late[0]?.ReceiptHandle ?? ""]);
  expect(queues.counts(url)).toMatchObject({ visible: 0, inFlight: 1 });
  await queues.deleteMessages(url, [taken?.ReceiptHandle ?? ""]);
  await send(url, "slow again");
  await send(url, "other");
  const [again] = await receive(url, { VisibilityTimeout: 0, MaxNumberOfMessages: 1 });
  await queues.deleteMessages(url, [again?.ReceiptHandle ?? ""]);
  expect(await receive(url)).toMatchObject([{ Body: "other" }]);
});

test("a purge takes all messages: visible, in flight and delayed, for good", async () => {
  const url = await makeQueue("grading", { VisibilityTimeout: "600" });
  await send(url, "in flight");
  await receive(url);
  await send(url, "visible");
  await send(url, "delayed", { DelaySeconds: 600 });
  await client.send(new PurgeQueueCommand({ QueueUrl: url }));
  const none = { visible: 0, inFlight: 0, delayed: 0 };
  expect(queues.counts(url)).toEqual(none);
  later(600);
  expect(queues.counts(url)).toEqual(none);
  await stop();
  await start();
  expect(queues.counts(url)).toEqual(none);
});

test("attributes have the digest that SQS gives them, of all of them and of those asked for", async () => {
  const url = await makeQueue("grading");
  const kind = { DataType: "String", StringValue: "test" };
  const MessageAttributes = {
    s_1: { DataType: "String", StringValue: "ü" },
    n: { DataType: "Number.int", StringValue: "-2.5" },
    "b-1": { DataType: "Binary", BinaryValue: Buffer.from([0, 255, 7]) },
  };
  const { MD5OfMessageAttributes } = await send(url, "mixed", { MessageAttributes });
  expect(MD5OfMessageAttributes).toBe("09f200f9f8ce6e445465b455acf4fb05");
  await send(url, "two", { MessageAttributes: { kind, other: kind } });
  const [mixed, two] = await receive(url, { MessageAttributeNames: ["kind", "b-.*"] });
  expect(Object.keys(mixed?.MessageAttributes ?? {})).toEqual([]);
  expect(two).toMatchObject({
    MessageAttributes: { kind },
    MD5OfMessageAttributes: "b208efaf010247370cb046e6adfb8858",
  });
});

test("queues of an earlier version are taken over as they were", async () => {
  await stop();
  // Made on 1 January 2100, so that no deadline in it has passed.
  copyFileSync(join(import.meta.dirname, "fixtures/earlier-queues.db"), join(folder, "queues.db"));
  await start();
  const [url, dead] = ["work", "dead"].map((name) => `${endpoint.url}/000000000000/${name}`);
  if (!url || !dead) throw new Error("There are two queues.");
  expect(queues.counts(url)).toEqual({ visible: 1, inFlight: 2, delayed: 1 });
  const MessageSystemAttributeNames = ["All"];
  expect(await receive(dead, { MessageSystemAttributeNames })).toMatchObject([
    {
      MessageId: "b73c9487-caf2-4019-8a76-112ddb513612",
      Body: "poison",
      Attributes: {
        ApproximateReceiveCount: "3",
        DeadLetterQueueSourceArn: "arn:aws:sqs:us-east-1:000000000000:work",
        SentTimestamp: "4102444800000",
      },
    },
  ]);
  expect(await receive(url, { MessageSystemAttributeNames, MessageAttributeNames: ["All"] })).toMatchObject([
    { Body: "waiting ü", MD5OfMessageAttributes: "b208efaf010247370cb046e6adfb8858" },
  ]);
  clock.moveTo(Date.UTC(2100, 0, 1, 0, 5));
  expect(queues.counts(url)).toEqual({ visible: 2, inFlight: 2, delayed: 0 });
  await queues.deleteMessages(url, ["665de8e1-2707-487f-8d3a-1dc0485bff73"]);
  expect(queues.counts(url)).toEqual({ visible: 2, inFlight: 1, delayed: 0 });
  await send(url, "new");
  expect(await receive(url, { MessageSystemAttributeNames })).toMatchObject([
    { Body: "received once", Attributes: { ApproximateReceiveCount: "2" } },
    { Body: "delayed", Attributes: { ApproximateReceiveCount: "1" } },
    { Body: "new" },
  ]);
});

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type MessageAttributeValue,
  type QueueAttributeName,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import * as z from "zod";
import type { AwsEndpoint } from "../../../src/http/endpoint.ts";
import { openQueues, type QueueService } from "../../../src/services/sqs/queues.ts";
import { clientSettings, startEndpoint } from "../../http/start-endpoint.ts";

const arn = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;

let folder: string;
let queues: QueueService;
let endpoint: AwsEndpoint;
let client: SQSClient;
let url: string;

const start = async () => {
  queues = openQueues({ dataDir: folder, endpoint: () => endpoint.url });
  endpoint = await startEndpoint({ sqs: queues.service });
  client = new SQSClient(clientSettings(endpoint));
  await queues.createQueue({ name: "dead", attributes: {} });
  url = await queues.createQueue({ name: "work", attributes: {} });
};
const stop = async () => {
  client.destroy();
  await endpoint.close();
  queues.close();
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "sqs-"));
  await start();
});
afterEach(async () => {
  await stop();
  rmSync(folder, { recursive: true });
});

const set = (Attributes: Record<string, string>) =>
  client.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes }));
const attributesOf = async (...AttributeNames: QueueAttributeName[]) =>
  (await client.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames }))).Attributes;
const send = (more: object) =>
  client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: "body", ...more }));
const redrive = (policy: object) => JSON.stringify({ deadLetterTargetArn: arn("dead"), ...policy });

test.each<[Record<string, string>, string, string]>([
  [{ RedrivePolicy: "junk" }, "InvalidParameterValue", "must be JSON"],
  [{ RedrivePolicy: redrive({}) }, "InvalidParameterValue", "maxReceiveCount from 1 to 1000"],
  [{ RedrivePolicy: redrive({ maxReceiveCount: 0 }) }, "InvalidParameterValue", "maxReceiveCount from 1"],
  [
    { RedrivePolicy: redrive({ deadLetterTargetArn: arn("nope"), maxReceiveCount: 1 }) },
    "InvalidParameterValue",
    "Dead letter target does not exist",
  ],
  [{ Policy: "{}" }, "InvalidAttributeName", "do not follow Policy"],
  [{ KmsMasterKeyId: "alias/aws/sqs" }, "InvalidAttributeName", "do not follow KmsMasterKeyId"],
  [{ FifoQueue: "true" }, "InvalidAttributeName", "do not follow FifoQueue"],
  [{ Colour: "red" }, "InvalidAttributeName", "Unknown Attribute Colour"],
  [{ VisibilityTimeout: "43201" }, "InvalidAttributeValue", "VisibilityTimeout"],
])("a queue with %j is refused, and stays as it was", async (attributes, name, message) => {
  const before = await attributesOf("All");
  await expect(set({ DelaySeconds: "5", ...attributes })).rejects.toMatchObject({
    name,
    message: expect.stringContaining(message),
  });
  expect(await attributesOf("All")).toEqual(before);
});

test("a redrive policy is set, with its count as a number or as text, and taken away", async () => {
  for (const maxReceiveCount of [3, "1000"]) {
    await set({ RedrivePolicy: redrive({ maxReceiveCount }) });
    expect(await attributesOf("RedrivePolicy")).toEqual({ RedrivePolicy: redrive({ maxReceiveCount }) });
  }
  await set({ RedrivePolicy: "" });
  expect(await attributesOf("RedrivePolicy")).toBeUndefined();
});

test("attributes are given that were asked for by name, and no others", async () => {
  expect(await attributesOf()).toBeUndefined();
  expect(await attributesOf("DelaySeconds")).toEqual({ DelaySeconds: "0" });
  const foo = attributesOf(z.custom<QueueAttributeName>().parse("Foo"));
  await expect(foo).rejects.toMatchObject({
    name: "InvalidAttributeName",
    message: "Unknown Attribute Foo.",
  });
});

const text = (DataType: string, StringValue: string): MessageAttributeValue => ({ DataType, StringValue });

test.each<[string, MessageAttributeValue, string]>([
  ["kind", text("Foo", "x"), "must be Binary, Number or String"],
  ["kind", text("Number", "abc"), "to a number"],
  ["kind", text("Number.int", ""), "non-empty"],
  ["kind", text("String", ""), "non-empty"],
  ["kind", text("Binary", "x"), "non-empty"],
  ["kind", text("String", "\u0001"), "allowed set"],
  ["kind", { ...text("String", "x"), StringListValues: ["x"] }, "does not follow MessageAttributes.kind"],
  ["AWS.x", text("String", "x"), "keeps for itself"],
  ["amazon.x", text("String", "x"), "keeps for itself"],
  [".x", text("String", "x"), "must be named by"],
  ["a..b", text("String", "x"), "must be named by"],
  ["a b", text("String", "x"), "must be named by"],
  ["x".repeat(257), text("String", "x"), "longer than 256"],
])("a message with the attribute %s of %j is refused", async (name, attribute, message) => {
  const expected = { name: "InvalidParameterValue", message: expect.stringContaining(message) };
  await expect(send({ MessageAttributes: { [name]: attribute } })).rejects.toMatchObject(expected);
  expect(queues.counts(url).visible).toBe(0);
});

test("attributes of every type are taken, but no more than ten", async () => {
  const numbers = ["1", "-2.5", ".5", "+1e10"].map((n, i) => [`n.${i}`, text("Number.int", n)]);
  const binary = { DataType: "Binary", BinaryValue: Buffer.from("x") };
  const six = Object.fromEntries([...numbers, ["b-1", binary], ["s_1", text("String", "ü")]]);
  await send({ MessageAttributes: six });
  const eleven = Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`a${i}`, text("String", "x")]));
  await expect(send({ MessageAttributes: eleven })).rejects.toThrow("at most 10 attributes, not 11");
});

test("of a batch, the message with a bad attribute is named, and the others are taken", async () => {
  const Entries = [
    { Id: "good", MessageBody: "1" },
    { Id: "bad", MessageBody: "2", MessageAttributes: { n: text("Number", "two") } },
  ];
  const { Failed } = await client.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
  expect(Failed).toMatchObject([{ Id: "bad", Code: "InvalidParameterValue" }]);
  expect(queues.counts(url).visible).toBe(1);
});

test.each([
  ["MessageSystemAttributes", { AWSTraceHeader: text("String", "Root=1") }],
  ["MessageGroupId", "g"],
  ["MessageDeduplicationId", "d"],
])("a message with %s is refused by its name, as it would not be followed", async (name, value) => {
  await expect(send({ [name]: value })).rejects.toThrow(`does not follow ${name}`);
});

test("a dead letter tells the queue it comes from, over a restart as well", async () => {
  await set({ VisibilityTimeout: "0", RedrivePolicy: redrive({ maxReceiveCount: 1 }) });
  await send({});
  const receive = async (QueueUrl: string) => {
    const call = { QueueUrl, VisibilityTimeout: 0 };
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({ ...call, MessageSystemAttributeNames: ["All"] }),
    );
    return Messages.map(({ Attributes = {} }) => [
      Attributes.ApproximateReceiveCount,
      Attributes.DeadLetterQueueSourceArn,
    ]);
  };
  expect(await receive(url)).toEqual([["1", undefined]]);
  expect(await receive(url)).toEqual([]);
  const dead = url.replace(/work$/, "dead");
  expect(await receive(dead)).toEqual([["2", arn("work")]]);
  await stop();
  await start();
  expect(await receive(dead)).toEqual([["3", arn("work")]]);
});

const entries = (...ids: string[]) => ids.map((Id) => ({ Id, ReceiptHandle: "unknown" }));

test.each<[string, string[], string]>([
  ["no entries", [], "EmptyBatchRequest"],
  ["eleven entries", "abcdefghijk".split(""), "TooManyEntriesInBatchRequest"],
  ["a space in an Id", ["a b"], "InvalidBatchEntryId"],
  ["an Id of 81 letters", ["x".repeat(81)], "InvalidBatchEntryId"],
  ["one Id twice", ["a", "a"], "BatchEntryIdsNotDistinct"],
])("every batch with %s is refused", async (_, ids, name) => {
  const call = { QueueUrl: url, Entries: entries(...ids) };
  const visibility = call.Entries.map((entry) => ({ ...entry, VisibilityTimeout: 0 }));
  const sent = ids.map((Id) => ({ Id, MessageBody: "1" }));
  await expect(client.send(new DeleteMessageBatchCommand(call))).rejects.toMatchObject({ name });
  await expect(
    client.send(new ChangeMessageVisibilityBatchCommand({ ...call, Entries: visibility })),
  ).rejects.toMatchObject({ name });
  await expect(client.send(new SendMessageBatchCommand({ ...call, Entries: sent }))).rejects.toMatchObject({
    name,
  });
  expect(queues.counts(url).visible).toBe(0);
});

test("deleting what is not there is done, and its visibility can't be changed", async () => {
  const receipt = { QueueUrl: url, ReceiptHandle: "unknown" };
  await client.send(new DeleteMessageCommand(receipt));
  const { Successful } = await client.send(
    new DeleteMessageBatchCommand({ QueueUrl: url, Entries: entries("a") }),
  );
  expect(Successful).toEqual([{ Id: "a" }]);
  const change = new ChangeMessageVisibilityCommand({ ...receipt, VisibilityTimeout: 1 });
  await expect(client.send(change)).rejects.toMatchObject({ name: "MessageNotInflight" });
});

test.each([-1, 43_201])("of a batch, a visibility timeout of %p fails alone", async (VisibilityTimeout) => {
  await send({});
  const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl: url }));
  const ReceiptHandle = Messages[0]?.ReceiptHandle;
  const { Successful, Failed } = await client.send(
    new ChangeMessageVisibilityBatchCommand({
      QueueUrl: url,
      Entries: [
        { Id: "bad", ReceiptHandle, VisibilityTimeout },
        { Id: "good", ReceiptHandle, VisibilityTimeout: 0 },
        { Id: "gone", ReceiptHandle, VisibilityTimeout: 0 },
      ],
    }),
  );
  expect(Successful).toEqual([{ Id: "good" }]);
  expect(Failed?.map(({ Id, Code }) => [Id, Code])).toEqual([
    ["bad", "InvalidParameterValue"],
    ["gone", "MessageNotInflight"],
  ]);
  expect(queues.counts(url)).toMatchObject({ visible: 1, inFlight: 0 });
});

test("a call that lacks a parameter is refused by the parameter's name", async () => {
  const missing = (parameter: string) => ({
    name: "MissingParameter",
    message: `The request must contain the parameter ${parameter}.`,
  });
  const noReceipt = new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: undefined });
  await expect(client.send(noReceipt)).rejects.toMatchObject(missing("ReceiptHandle"));
  const call = { QueueUrl: url, ReceiptHandle: "unknown", VisibilityTimeout: undefined };
  const noTimeout = new ChangeMessageVisibilityCommand(call);
  await expect(client.send(noTimeout)).rejects.toMatchObject(missing("VisibilityTimeout"));
});

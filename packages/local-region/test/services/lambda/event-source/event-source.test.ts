/** Longer than most: all tests share one queue and one function whose every answer they choose. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { Clock } from "../../../../src/clock.ts";
import { AwsError, type Invocation, type Json } from "../../../../src/ports.ts";
import {
  EventSource,
  type EventSourceSettings,
} from "../../../../src/services/lambda/event-source/event-source.ts";
import { openQueues, type QueueService } from "../../../../src/services/sqs/queues.ts";
import type { PlannedEventSource } from "../../../../src/template/plan.ts";

/** Megabytes go to the disk in one of these, on a busy machine slowly. */
jest.setTimeout(30_000);

const owner = { kind: "owner" } as const;
const queueUrl = "http://aws/000000000000/work";

const mapping: PlannedEventSource = {
  logicalId: "Source",
  queueArn: "arn:aws:sqs:us-east-1:000000000000:work",
  functionName: "worker",
  batchSize: 10,
  batchingWindowSeconds: 0,
  maximumConcurrency: 2,
  reportsItemFailures: true,
};

interface SqsRecord {
  readonly messageId: string;
  readonly body: string;
}

type Worker = (records: readonly SqsRecord[]) => Invocation | Promise<Invocation>;

let folder: string;
let clock: Clock;
let queues: QueueService;
let source: EventSource | undefined;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "event-source-"));
  clock = new Clock();
  queues = openQueues({ dataDir: folder, endpoint: () => "http://aws", clock });
  await queues.createQueue({ name: "work", attributes: { VisibilityTimeout: "600" } });
});

afterEach(async () => {
  await source?.close();
  source = undefined;
  queues.close();
  clock.stop();
  rmSync(folder, { recursive: true });
});

const send = async (...bodies: string[]): Promise<void> => {
  for (const body of bodies) await queues.queues.sendMessage({ queueUrl, body }, owner);
};

const recordsOf = (event: Json): readonly SqsRecord[] => JSON.parse(JSON.stringify(event)).Records;

/** Starts the source; the promise resolves when `invocations` have ended and the source is closed. */
const runUntil = async (
  invocations: number,
  worker: Worker,
  settings: Partial<EventSourceSettings> = {},
): Promise<Json[]> => {
  const events: Json[] = [];
  const { promise: enough, resolve } = Promise.withResolvers<void>();
  source = new EventSource({
    mapping,
    queueUrl,
    queues,
    functions: {
      invoke: async (name, event) => {
        if (name !== "worker") throw new Error(`nobody expected a call of ${name}`);
        events.push(event);
        const result = await worker(recordsOf(event));
        if (events.length === invocations) resolve();
        return result;
      },
    },
    principal: owner,
    concurrency: 2,
    log: (line) => {
      throw new Error(line);
    },
    ...settings,
  });
  await enough;
  await source.close();
  return events;
};

const answer = (payload: Json): Invocation => ({ ok: true, payload });
const left = () => {
  const { visible, inFlight } = queues.counts(queueUrl);
  return visible + inFlight;
};

test("a function gets a batch of records as AWS words them, and what is done leaves the queue", async () => {
  await send("one", "two");
  const events = await runUntil(1, () => answer({ batchItemFailures: [] }));
  expect(events).toEqual([
    {
      Records: ["one", "two"].map((body) => ({
        messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        receiptHandle: expect.any(String),
        body,
        attributes: {
          ApproximateReceiveCount: "1",
          SentTimestamp: expect.stringMatching(/^\d{13}$/),
          SenderId: expect.any(String),
          ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
        },
        messageAttributes: {},
        md5OfBody: expect.stringMatching(/^[0-9a-f]{32}$/),
        eventSource: "aws:sqs",
        eventSourceARN: "arn:aws:sqs:us-east-1:000000000000:work",
        awsRegion: "us-east-1",
      })),
    },
  ]);
  expect(left()).toBe(0);
});

test("a message that comes while the source waits is taken at once", async () => {
  const done = runUntil(1, () => answer(null));
  await send("late");
  await done;
  expect(left()).toBe(0);
});

test("messages that the function lists stay, the others leave the queue", async () => {
  await send("good", "bad", "fine");
  await runUntil(1, (records) => {
    const bad = records.filter(({ body }) => body === "bad");
    return answer({ batchItemFailures: bad.map(({ messageId }) => ({ itemIdentifier: messageId })) });
  });
  expect(left()).toBe(1);
});

test.each<[string, Invocation]>([
  ["throws", { ok: false, error: "Error", cause: "{}" }],
  ["lists an unknown message", answer({ batchItemFailures: [{ itemIdentifier: "unknown" }] })],
  ["lists an empty id", answer({ batchItemFailures: [{ itemIdentifier: "" }] })],
  ["lists no id", answer({ batchItemFailures: [{ id: "x" }] })],
  ["answers in another form", answer({ failures: [] })],
  ["answers with text", answer("done")],
])("the whole batch stays when the function %s", async (_, result) => {
  await send("one", "two");
  await runUntil(1, () => result);
  expect(left()).toBe(2);
});

test.each<[string, Json]>([
  ["null", null],
  ["an empty object", {}],
  ["a null list", { batchItemFailures: null }],
])("the whole batch is done when the function answers %s", async (_, payload) => {
  await send("one", "two");
  await runUntil(1, () => answer(payload));
  expect(left()).toBe(0);
});

test("without partial answers any answer means that the batch is done", async () => {
  await send("one");
  const settings = { mapping: { ...mapping, reportsItemFailures: false } };
  await runUntil(1, () => answer({ anything: 1 }), settings);
  expect(left()).toBe(0);
});

test("a batch has at most the mapping's size", async () => {
  await send("1", "2", "3", "4", "5");
  const sizes: number[] = [];
  const settings = { mapping: { ...mapping, batchSize: 2 }, concurrency: 1 };
  await runUntil(
    3,
    (records) => {
      sizes.push(records.length);
      return answer(null);
    },
    settings,
  );
  expect(sizes).toEqual([2, 2, 1]);
});

test("a batching window lets a batch grow beyond one receive", async () => {
  await send(...Array.from({ length: 25 }, (_, i) => String(i)));
  const sizes: number[] = [];
  const settings = { mapping: { ...mapping, batchSize: 25, batchingWindowSeconds: 20 } };
  await runUntil(
    1,
    (records) => {
      sizes.push(records.length);
      return answer(null);
    },
    settings,
  );
  expect(sizes).toEqual([25]);
});

test("a batch that would not fit into one payload is split", async () => {
  const large = "x".repeat(1_000_000);
  await send(large, large, large, large, large, large, large);
  const events = await runUntil(2, () => answer(null));
  expect(events.map((event) => recordsOf(event).length)).toEqual([5, 2]);
});

test("no more invocations run at once than the concurrency allows", async () => {
  await send(...Array.from({ length: 6 }, (_, i) => String(i)));
  let running = 0;
  let most = 0;
  let partner: (() => void) | undefined;
  /** Each waits for one other to run beside it. */
  const meet = (): Promise<void> | undefined => {
    if (!partner) return new Promise((resolve) => (partner = resolve));
    partner();
    partner = undefined;
    return undefined;
  };
  const settings = { mapping: { ...mapping, batchSize: 1 }, concurrency: 2 };
  await runUntil(
    6,
    async () => {
      running += 1;
      most = Math.max(most, running);
      await meet();
      running -= 1;
      return answer(null);
    },
    settings,
  );
  expect(most).toBe(2);
  expect(left()).toBe(0);
});

test("invocations that end in time follow one another in as few environments as are prompt", async () => {
  await send(...Array.from({ length: 6 }, (_, i) => String(i)));
  let running = 0;
  let most = 0;
  const worker = async (): Promise<Invocation> => {
    running += 1;
    most = Math.max(most, running);
    await Promise.resolve();
    running -= 1;
    return answer(null);
  };
  const limits = { concurrency: 2, promptConcurrency: 1, patienceMs: 60_000 };
  await runUntil(6, worker, { mapping: { ...mapping, batchSize: 1 }, ...limits });
  expect(most).toBe(1);
});

test("an invocation that takes long does not hold up the queue: another one is begun beside it", async () => {
  await send("slow", "quick");
  const { promise: quickIsDone, resolve } = Promise.withResolvers<void>();
  const worker = async ([record]: readonly SqsRecord[]): Promise<Invocation> => {
    if (record?.body === "slow") await quickIsDone;
    else resolve();
    return answer(null);
  };
  const limits = { concurrency: 2, promptConcurrency: 1, patienceMs: 1 };
  await runUntil(2, worker, { mapping: { ...mapping, batchSize: 1 }, ...limits });
  expect(left()).toBe(0);
});

test("messages that are not done come back when their visibility timeout is over on the region's clock", async () => {
  await send("one", "two");
  const leaveMessages = async (...left: Parameters<QueueService["leaveMessages"]>): Promise<void> => {
    await queues.leaveMessages(...left);
    expect(queues.counts(queueUrl)).toMatchObject({ visible: 0, inFlight: 2 });
    clock.moveTo(clock.now() + 600_000);
  };
  const answers: Invocation[] = [{ ok: false, error: "Runtime.ExitError", cause: "{}" }, answer(null)];
  const settings = { queues: { ...queues, leaveMessages } };
  const [, again = null] = await runUntil(2, () => answers.shift() ?? answer(null), settings);
  // A standard queue promises no order.
  const inOrder = recordsOf(again).toSorted((a, b) => a.body.localeCompare(b.body));
  expect(inOrder).toMatchObject(
    ["one", "two"].map((body) => ({ body, attributes: { ApproximateReceiveCount: "2" } })),
  );
});

test("a message that is never done goes to the dead letters after the receives that its queue states", async () => {
  const deadLetterTargetArn = "arn:aws:sqs:us-east-1:000000000000:dead";
  await queues.createQueue({ name: "dead", attributes: {} });
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 3 });
  await queues.createQueue({ name: "work", attributes: { VisibilityTimeout: "0", RedrivePolicy } });
  await send("poison");
  const failing = () => ({ ok: false, error: "Runtime.ExitError", cause: "{}" }) as const;
  const events = await runUntil(3, failing);
  expect(events.map((event) => JSON.parse(JSON.stringify(event)).Records[0].attributes)).toMatchObject(
    ["1", "2", "3"].map((ApproximateReceiveCount) => ({ ApproximateReceiveCount })),
  );
  // Moved when it would be received for the fourth time.
  expect(await queues.receive(queueUrl, { max: 10, waitMs: 0 })).toEqual([]);
  expect([left(), queues.counts("http://aws/000000000000/dead").visible]).toEqual([0, 1]);
});

test("an invocation that is throttled is tried again with the same batch", async () => {
  await send("one");
  let tries = 0;
  const [first, second] = await runUntil(2, () => {
    tries += 1;
    if (tries === 1) throw new AwsError("TooManyRequestsException", "Rate Exceeded.", 429);
    return answer(null);
  });
  expect(second).toEqual(first);
  expect(left()).toBe(0);
});

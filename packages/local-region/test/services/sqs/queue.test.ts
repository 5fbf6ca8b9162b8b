import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { Clock } from "../../../src/clock.ts";
import { Fifo } from "../../../src/services/sqs/fifo.ts";
import { Queue } from "../../../src/services/sqs/queue.ts";
import { withDefaults } from "../../../src/services/sqs/queue-attributes.ts";
import { QueueFile } from "../../../src/services/sqs/queue-file.ts";
import { Timers } from "../../../src/services/sqs/timers.ts";

let folder: string;
let file: QueueFile;
let clock: Clock;
let timers: Timers;
let queue: Queue;

const start = () => {
  file = new QueueFile(folder);
  timers = new Timers();
  const stored = { name: "work", attributes: withDefaults({ VisibilityTimeout: "600" }), createdS: 0 };
  file.putQueue(stored);
  queue = new Queue(stored, { file, clock, timers, queueByArn: () => undefined });
};
const stop = () => {
  timers.close();
  file.close();
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sqs-queue-"));
  clock = new Clock();
  start();
});
afterEach(() => {
  jest.restoreAllMocks();
  stop();
  clock.stop();
  rmSync(folder, { recursive: true });
});

const send = (MessageBody: string) => queue.send({ MessageBody, MessageAttributes: {} });
const take = () => queue.take({ max: 10 });
const later = (seconds: number) => clock.moveTo(clock.now() + seconds * 1000);

/** Until the mocks are restored. The code is SQLite's own. */
const fillDisk = () => {
  jest.spyOn(file.group, "write").mockImplementation(() => {
    throw Object.assign(new Error("database or disk is full"), { errcode: 13 });
  });
};

test("what a full disk does not take leaves the queue as it was", () => {
  send("first");
  fillDisk();
  expect(() => send("second")).toThrow("full");
  expect(take).toThrow("full");
  expect(queue.counts()).toEqual({ visible: 1, inFlight: 0, delayed: 0 });
  jest.restoreAllMocks();
  const [message] = take();
  expect(message).toMatchObject({ Body: "first", Attributes: { ApproximateReceiveCount: "1" } });
  fillDisk();
  for (const act of [
    () => queue.delete(message?.ReceiptHandle ?? ""),
    () => queue.changeVisibility(message?.ReceiptHandle ?? "", 0),
    () => queue.leave(message?.ReceiptHandle ?? ""),
    () => queue.purge(),
  ]) {
    expect(act).toThrow("full");
    expect(queue.counts()).toEqual({ visible: 0, inFlight: 1, delayed: 0 });
  }
});

test("a message whose time to be visible again falls on a full disk is visible once there is room", () => {
  send("work");
  queue.send({ MessageBody: "later", MessageAttributes: {}, DelaySeconds: 600 });
  queue.leave(take()[0]?.ReceiptHandle ?? "");
  fillDisk();
  later(600);
  expect(queue.counts()).toEqual({ visible: 0, inFlight: 1, delayed: 1 });
  jest.restoreAllMocks();
  later(1);
  expect(queue.counts()).toEqual({ visible: 2, inFlight: 0, delayed: 0 });
});

test("a message that its disk did not keep is not received, and its number is not given to another", () => {
  send("lost");
  file.delete(1);
  send("kept");
  expect(take().map(({ Body }) => Body)).toEqual(["kept"]);
  expect(queue.counts()).toEqual({ visible: 0, inFlight: 1, delayed: 0 });
});

test("a timeout that is changed counts from then, over a restart as well", () => {
  send("work");
  queue.changeVisibility(take()[0]?.ReceiptHandle ?? "", 1200);
  stop();
  start();
  later(1199);
  expect(queue.counts()).toMatchObject({ visible: 0, inFlight: 1 });
  later(1);
  expect(queue.counts()).toMatchObject({ visible: 1, inFlight: 0 });
});

test("thousands stand in a line in their order, also when some leave it", () => {
  const line = new Fifo<number>();
  const left: number[] = [];
  const leave = (count: number) => {
    for (let n = 0; n < count; n += 1) {
      left.push(line.first() ?? Number.NaN);
      line.dropFirst();
    }
  };
  for (let n = 0; n < 5_000; n += 1) line.add(n);
  leave(3_000);
  line.keep((n) => n % 2 === 0);
  expect(line.size).toBe(1_000);
  line.add(5_000);
  leave(1_001);
  const even = Array.from({ length: 1_001 }, (_, n) => 3_000 + 2 * n);
  expect(left).toEqual([...Array(3_000).keys(), ...even]);
  expect([line.size, line.first()]).toEqual([0, undefined]);
});

import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import * as z from "zod";
import { TransientError } from "../../../adapters/errors.ts";
import { logger } from "../../../tasks/runtime/logger.ts";
import { queuedTask } from "../../../tasks/runtime/queued-task.ts";
import { FakeTokens } from "../support/fake-tokens.ts";
import { receivedEvent, sqsEvent } from "../support/sqs-event.ts";

logger.setLogLevel("SILENT");

const inputSchema = z.object({ n: z.number() });
const message = (token: string, n: unknown) => ({ token, input: { n } });

const worker = (tokens: FakeTokens, work: (input: { n: number }) => Promise<unknown>) =>
  queuedTask(inputSchema, work, () => tokens);

const double = async ({ n }: { n: number }) => ({ doubled: 2 * n });

describe("a queued task", () => {
  test("answers each message's token with its result", async () => {
    const tokens = new FakeTokens();
    const response = await worker(tokens, double)(sqsEvent(message("A", 1), message("B", 2)));
    expect(tokens.answers.toSorted()).toEqual(['succeed A {"doubled":2}', 'succeed B {"doubled":4}']);
    expect(response).toEqual({ batchItemFailures: [] });
  });

  test("tells Step Functions an error at once, by name, and keeps the message from coming back", async () => {
    const tokens = new FakeTokens();
    const work = worker(tokens, async () => {
      throw new TransientError("S3 is busy");
    });
    expect(await work(sqsEvent(message("A", 1)))).toEqual({ batchItemFailures: [] });
    expect(tokens.answers).toEqual(["fail A TransientError: S3 is busy"]);
  });

  test("gives a service's throttling the name that the step retries", async () => {
    const tokens = new FakeTokens();
    const work = worker(tokens, async () => {
      throw Object.assign(new Error("Reduce your rate."), { name: "SlowDown" });
    });
    await work(sqsEvent(message("A", 1)));
    expect(tokens.answers).toEqual(["fail A TransientError: SlowDown failed for now: Reduce your rate."]);
  });

  test("fails a task whose input is wrong, naming what", async () => {
    const tokens = new FakeTokens();
    await worker(tokens, double)(sqsEvent(message("A", "one")));
    expect(tokens.answers).toEqual(["fail A InvalidInputError: n must be a number, not a string."]);
  });

  test("is done with a token that nobody waits for, whether it worked or not", async () => {
    const tokens = new FakeTokens();
    tokens.gone.add("A").add("B");
    const work = worker(tokens, async ({ n }) => {
      if (n === 2) throw new Error("no");
    });
    expect(await work(sqsEvent(message("A", 1), message("B", 2)))).toEqual({ batchItemFailures: [] });
  });

  test("sends only those messages back that nobody could be told about", async () => {
    const tokens = new FakeTokens();
    tokens.broken.set("B", new Error("no connection"));
    const event = sqsEvent(message("A", 1), message("B", 2), "not JSON", message("C", 3), { input: {} });
    const { batchItemFailures } = await worker(tokens, double)(event);
    const returned = batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
    expect(returned.toSorted()).toEqual(["m1", "m2", "m4"]);
    expect(tokens.answers).toContain('succeed C {"doubled":6}');
  });

  test("tells the work when a message was received, unless it was received before", async () => {
    const moments: unknown[] = [];
    const work = queuedTask(
      inputSchema,
      async (_, at) => void moments.push(at),
      () => new FakeTokens(),
    );
    await work(receivedEvent(1, message("A", 1)));
    await work(receivedEvent(2, message("A", 1)));
    expect(moments).toEqual(["1970-01-01T00:00:00.000Z", null]);
  });

  test("answers for a whole batch that can't be told about without throwing", async () => {
    const response = await worker(new FakeTokens(), double)(sqsEvent("x", "y"));
    expect(response.batchItemFailures).toHaveLength(2);
  });
});

describe("a message that comes again and again", () => {
  const never = async () => {
    throw new Error("It was tried once more.");
  };

  test("is tried five times", async () => {
    const tokens = new FakeTokens();
    await worker(tokens, double)(receivedEvent(5, message("A", 1)));
    expect(tokens.answers).toEqual(['succeed A {"doubled":2}']);
  });

  test("is given up then: its step fails with the reason before anything else is done", async () => {
    const tokens = new FakeTokens();
    expect(await worker(tokens, never)(receivedEvent(6, message("A", 1)))).toEqual({ batchItemFailures: [] });
    expect(tokens.answers).toEqual([
      "fail A DeadLettered: The worker crashed or timed out, or could not answer, at each of 5 tries; see its log. Message m0.",
    ]);
  });

  test("is done when nobody waits for its step any more", async () => {
    const tokens = new FakeTokens();
    tokens.gone.add("A");
    expect(await worker(tokens, never)(receivedEvent(6, message("A", 1)))).toEqual({ batchItemFailures: [] });
  });

  test("returns, alone, while Step Functions can't be reached", async () => {
    const tokens = new FakeTokens();
    tokens.broken.set("B", new Error("throttled"));
    const event = receivedEvent(6, message("A", 1), message("B", 2));
    expect(await worker(tokens, never)(event)).toEqual({ batchItemFailures: [{ itemIdentifier: "m1" }] });
  });
});

describe("signs of life", () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const longWork = (tokens: FakeTokens) => {
    const { promise, resolve } = Promise.withResolvers<string>();
    const response = worker(tokens, () => promise)(sqsEvent(message("A", 1)));
    return { finish: () => resolve("done"), response };
  };

  const beats = (tokens: FakeTokens) => tokens.answers.filter((answer) => answer === "heartbeat A").length;

  test("are given every twenty seconds while the work is long, and none after it", async () => {
    const tokens = new FakeTokens();
    const { finish, response } = longWork(tokens);
    await jest.advanceTimersByTimeAsync(65_000);
    expect(beats(tokens)).toBe(3);
    finish();
    await response;
    expect(jest.getTimerCount()).toBe(0);
    expect(tokens.answers.at(-1)).toBe('succeed A "done"');
  });

  test("end when nobody waits for them any more", async () => {
    const tokens = new FakeTokens();
    tokens.gone.add("A");
    const { finish, response } = longWork(tokens);
    await jest.advanceTimersByTimeAsync(65_000);
    expect(beats(tokens)).toBe(1);
    finish();
    await response;
  });

  test("go on after one that did not get through", async () => {
    const tokens = new FakeTokens();
    tokens.broken.set("A", new Error("lost"));
    const { finish, response } = longWork(tokens);
    await jest.advanceTimersByTimeAsync(45_000);
    expect(beats(tokens)).toBe(2);
    tokens.broken.clear();
    finish();
    expect(await response).toEqual({ batchItemFailures: [] });
  });

  test("are not given by work that is short", async () => {
    const tokens = new FakeTokens();
    await worker(tokens, double)(sqsEvent(message("A", 1)));
    expect(beats(tokens)).toBe(0);
    expect(jest.getTimerCount()).toBe(0);
  });
});

describe("logs", () => {
  test("never hold a token or an input", async () => {
    const lines: string[] = [];
    const spies = (["info", "warn", "error"] as const).map((level) =>
      jest.spyOn(logger, level).mockImplementation((...entry) => void lines.push(JSON.stringify(entry))),
    );
    const tokens = new FakeTokens();
    tokens.gone.add("token-1");
    const work = worker(tokens, async () => {
      throw new Error("told ann@example.com");
    });
    await work(sqsEvent(message("token-1", 4711)));
    expect(lines).toHaveLength(2);
    expect(lines.join()).not.toMatch(/token-1|4711|@/);
    for (const spy of spies) spy.mockRestore();
  });
});

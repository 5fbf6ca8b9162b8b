import { expect, test } from "@jest/globals";
import { type Timer, TimerQueue } from "../src/timer-queue.ts";

const drain = (queue: TimerQueue): Timer[] => {
  const out: Timer[] = [];
  for (let next = queue.next(); next; next = queue.next()) {
    out.push(next);
    queue.cancel(next);
  }
  return out;
};

const never = () => {
  throw new Error("the queue itself fires nothing");
};

/** Deterministic pseudo-random numbers, 0 to 999. */
const numbers = (count: number) => {
  let seed = 42;
  return Array.from({ length: count }, () => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed % 1000;
  });
};

test("timers come out by instant, and those of one instant in the order they were added", () => {
  const queue = new TimerQueue();
  const added = numbers(2000).map((at) => queue.add(at, never));
  const expected = [...added].sort((a, b) => a.at - b.at);
  expect(drain(queue)).toEqual(expected);
});

test("cancelled timers never come out, however many there are", () => {
  const queue = new TimerQueue();
  const added = numbers(2000).map((at) => queue.add(at, never));
  const kept = added.filter((_, i) => i % 7 === 0);
  for (const timer of added) if (!kept.includes(timer)) queue.cancel(timer);
  expect(drain(queue)).toEqual([...kept].sort((a, b) => a.at - b.at));
});

test("cancelling what has come out, and looking into an empty queue, are harmless", () => {
  const queue = new TimerQueue();
  const timer = queue.add(1, never);
  drain(queue);
  queue.cancel(timer);
  expect(queue.next()).toBeUndefined();
});

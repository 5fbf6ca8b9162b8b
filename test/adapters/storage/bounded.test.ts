import { setImmediate } from "node:timers/promises";
import { describe, expect, test } from "@jest/globals";
import { forEachBounded, mapBounded } from "../../../adapters/storage/bounded.ts";

const collect = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
};

describe("bounded work", () => {
  test("is done for every item, at most as many at once as the limit", async () => {
    const done: number[] = [];
    let inFlight = 0;
    let most = 0;
    await forEachBounded([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      await setImmediate();
      inFlight -= 1;
      done.push(item);
    });
    expect(done.toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(most).toBe(3);
  });

  test("starts no more after a failure, waits for what is running, and throws the failure", async () => {
    const begun: number[] = [];
    const ended: number[] = [];
    const work = forEachBounded([1, 2, 3, 4], 2, async (item) => {
      begun.push(item);
      if (item === 1) throw new Error("one");
      await setImmediate();
      ended.push(item);
    });
    await expect(work).rejects.toThrow("one");
    expect(begun).toEqual([1, 2]);
    expect(ended).toEqual([2]);
  });

  test("gives its results in the items' order, whichever is ready first", async () => {
    const ready: (() => void)[] = [];
    const results = mapBounded([1, 2], 2, (item) => {
      if (item === 2) ready.forEach((answer) => void answer());
      return item === 2 ? Promise.resolve(item) : new Promise<number>((done) => ready.push(() => done(item)));
    });
    expect(await collect(results)).toEqual([1, 2]);
  });
});

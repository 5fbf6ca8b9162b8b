import { expect, test } from "@jest/globals";
import { RecentlyRead } from "../../../tasks/runtime/recently-read.ts";

/** A reader that counts, and gives how often it was asked. */
const counting = () => {
  let reads = 0;
  return async () => {
    reads += 1;
    return reads;
  };
};

test("requests within two seconds share one read, a later one reads again", async () => {
  const recent = new RecentlyRead<number>();
  const read = counting();
  expect(await recent.of("tests", 10_000, read)).toBe(1);
  expect(await recent.of("tests", 12_000, read)).toBe(1);
  expect(await recent.of("tests", 12_001, read)).toBe(2);
  expect(await recent.of("tests", 12_002, read)).toBe(2);
});

test("a request from before, as when a clock was set back, reads again", async () => {
  const recent = new RecentlyRead<number>();
  const read = counting();
  await recent.of("tests", 10_000, read);
  expect(await recent.of("tests", 7_999, read)).toBe(2);
});

test("names are kept apart", async () => {
  const recent = new RecentlyRead<string>();
  expect(await recent.of("a", 0, async () => "A")).toBe("A");
  expect(await recent.of("b", 0, async () => "B")).toBe("B");
});

test("a failed read is not kept", async () => {
  const recent = new RecentlyRead<string>();
  const failing = recent.of("tests", 0, () => Promise.reject(new Error("S3 is down")));
  await expect(failing).rejects.toThrow("S3 is down");
  expect(await recent.of("tests", 0, async () => "back")).toBe("back");
});

test("names that callers make up don't fill the memory: the oldest is forgotten", async () => {
  const recent = new RecentlyRead<number>();
  const read = counting();
  await recent.of("first", 0, read);
  for (let i = 0; i < 100; i += 1) await recent.of(`made-up-${i}`, 0, read);
  expect(await recent.of("first", 0, read)).toBe(102);
});

import { afterEach, expect, jest, test } from "@jest/globals";
import { Clock } from "../src/clock.ts";

const start = Date.parse("2026-11-17T19:00:00Z");
let clock: Clock;

const startClock = (): Clock => {
  clock = new Clock(new Date(start));
  return clock;
};

afterEach(() => {
  clock.stop();
  jest.restoreAllMocks();
});

test("a clock starts at the real time, or at a given one, and runs on", () => {
  const before = Date.now();
  clock = new Clock();
  expect(clock.now()).toBeGreaterThanOrEqual(before);
  const set = new Clock(new Date(start));
  expect(set.now()).toBeGreaterThanOrEqual(start);
  expect(set.now()).toBeLessThanOrEqual(start + (Date.now() - before));
  set.stop();
});

test("a move fires what it passes, in the order of time, each seeing the time it was set for", () => {
  startClock();
  const seen: [string, number][] = [];
  clock.at(start + 7_200_000, () => seen.push(["second", clock.now()]));
  clock.at(start + 3_600_000, () => seen.push(["first", clock.now()]));
  clock.at(start + 86_400_000, () => seen.push(["beyond", clock.now()]));
  clock.moveTo(start + 10_000_000);
  expect(seen).toEqual([
    ["first", start + 3_600_000],
    ["second", start + 7_200_000],
  ]);
  expect(clock.now()).toBeGreaterThanOrEqual(start + 10_000_000);
});

test("a clock that is advanced goes just past its next timer, and no further than it may", () => {
  jest.spyOn(Date, "now").mockReturnValue(1_000_000);
  startClock();
  const seen: string[] = [];
  clock.at(start + 60_000, () => seen.push("next"));
  clock.at(start + 60_500, () => seen.push("with it"));
  clock.at(start + 3_600_000, () => seen.push("later"));
  clock.advance(600_000);
  expect(seen).toEqual(["next", "with it"]);
  expect(clock.now()).toBe(start + 61_000);
  clock.advance(600_000);
  expect(seen).toHaveLength(2);
  expect(clock.now()).toBe(start + 661_000);
});

test("timers of one instant fire in the order they were set", () => {
  startClock();
  const seen: number[] = [];
  for (const n of [1, 2, 3]) clock.at(start + 60_000, () => seen.push(n));
  clock.moveTo(start + 60_000);
  expect(seen).toEqual([1, 2, 3]);
});

test("a timer set while the clock moves fires in the same move when its time is passed", () => {
  startClock();
  const seen: number[] = [];
  const tick = (): void => {
    seen.push(clock.now() - start);
    clock.after(1_000_000, tick);
  };
  clock.at(start + 1_000_000, tick);
  clock.moveTo(start + 3_500_000);
  expect(seen).toEqual([1_000_000, 2_000_000, 3_000_000]);
});

test("a timer that was cancelled does not fire, and cancelling again is harmless", () => {
  startClock();
  const seen: string[] = [];
  const cancel = clock.at(start + 60_000, () => seen.push("cancelled"));
  const cancelLate = clock.at(start + 60_000, () => seen.push("fired"));
  cancel();
  cancel();
  clock.moveTo(start + 60_000);
  cancelLate();
  expect(seen).toEqual(["fired"]);
});

test("time never runs backwards", () => {
  startClock();
  expect(() => clock.moveTo(start - 1)).toThrow(/can't be moved back to 2026-11-17T18:59:59.999Z/);
  clock.moveTo(start + 3_600_000);
  expect(() => clock.moveTo(start + 3_599_999)).toThrow(/can't be moved back to 2026-11-17T19:59:59.999Z/);
});

test("a move to an instant that the clock has passed by itself meanwhile is done already", () => {
  const machine = jest.spyOn(Date, "now").mockReturnValue(1_000_000);
  startClock();
  const wanted = clock.now();
  machine.mockReturnValue(1_000_001);
  clock.moveTo(wanted);
  expect(clock.now()).toBe(start + 1);
});

test("a timer that throws stops neither the clock nor the timers after it", () => {
  startClock();
  const seen: string[] = [];
  clock.at(start + 60_000, () => {
    throw new Error("broken");
  });
  clock.at(start + 120_000, () => seen.push("fired"));
  expect(() => clock.moveTo(start + 60_000)).toThrow("broken");
  clock.moveTo(start + 120_000);
  expect(seen).toEqual(["fired"]);
  expect(clock.now()).toBeGreaterThanOrEqual(start + 120_000);
});

test("a timer whose time has passed fires on a later turn", async () => {
  startClock();
  const { promise, resolve } = Promise.withResolvers<string>();
  let isLater = false;
  clock.at(start - 1, () => resolve(isLater ? "later" : "at once"));
  isLater = true;
  expect(await promise).toBe("later");
});

test("a stopped clock fires nothing more", () => {
  startClock();
  const seen: string[] = [];
  clock.at(start + 60_000, () => seen.push("fired"));
  clock.stop();
  clock.moveTo(start + 60_000);
  expect(seen).toEqual([]);
});

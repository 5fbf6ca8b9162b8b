import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { Clock } from "../../src/clock.ts";
import { ClockBehindError, checkClock, keepClock, reachedBy } from "../../src/data-folder/kept-clock.ts";

const tuesday = Date.parse("2026-11-17T19:00:00Z");
const dayMs = 86_400_000;

let data: string;
let opened: AsyncDisposableStack;
let clock: Clock;
let said: string[];

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), "kept-clock-"));
  opened = new AsyncDisposableStack();
  said = [];
});

afterEach(async () => {
  clock.stop();
  await opened.disposeAsync();
  rmSync(data, { recursive: true });
});

const keep = (startMs: number): void => {
  clock = new Clock(new Date(startMs));
  keepClock({ data, clock, log: (line) => said.push(line), opened });
};

test("a new data folder has no clock yet, and takes any", () => {
  expect(reachedBy(data)).toBeUndefined();
  keep(tuesday);
  expect(reachedBy(data)).toBeGreaterThanOrEqual(tuesday);
});

test("an earlier clock is refused, with where the folder's stood and what to do", () => {
  keep(tuesday);
  expect(() => keep(tuesday - 1)).toThrow(ClockBehindError);
  expect(() => checkClock(data, tuesday - dayMs)).toThrow(
    /stood at 2026-11-17T19:00.* put it back to 2026-11-16T19:00:00\.000Z.*"--now last".*--data/,
  );
  expect(() => checkClock(data, tuesday + dayMs)).not.toThrow();
});

test("while the clock runs, what is kept is later than it, so that nothing done before a kill is later", () => {
  keep(tuesday);
  expect(reachedBy(data)).toBeGreaterThan(clock.now());
});

test("a move is kept before anything happens at its end", () => {
  keep(tuesday);
  const seen: (number | undefined)[] = [];
  clock.at(tuesday + dayMs, () => seen.push(reachedBy(data)));
  clock.moveTo(tuesday + 2 * dayMs);
  expect(seen).toEqual([expect.any(Number)]);
  expect(seen[0]).toBeGreaterThan(tuesday + 2 * dayMs);
});

test("at the end the folder holds where the clock stands, not later", async () => {
  keep(tuesday);
  const before = clock.now();
  await opened.disposeAsync();
  expect(reachedBy(data)).toBeGreaterThanOrEqual(before);
  expect(reachedBy(data)).toBeLessThanOrEqual(clock.now());
});

test("a refused start changes nothing in the folder", () => {
  writeFileSync(join(data, "clock.json"), '{"reached":"2030-01-01T00:00:00.000Z"}');
  expect(() => keep(tuesday)).toThrow(ClockBehindError);
  expect(reachedBy(data)).toBe(Date.parse("2030-01-01T00:00:00Z"));
  expect(readdirSync(data)).toEqual(["clock.json"]);
});

test.each(["", "{}", '{"reached":"soon"}', '{"reached":null}'])(
  "a damaged file is named, with what belongs there: %j",
  (text) => {
    writeFileSync(join(data, "clock.json"), text);
    expect(() => keep(tuesday)).toThrow(/clock\.json is damaged.*"reached"/);
  },
);

test("a file that can't be written stops nothing, and is logged once", () => {
  mkdirSync(join(data, "clock.json.new"));
  keep(tuesday);
  clock.moveTo(tuesday + dayMs);
  expect(said).toEqual([expect.stringMatching(/can't be kept in .*clock\.json/)]);
});

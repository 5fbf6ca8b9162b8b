import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { clockStartMs } from "../../src/command/clock-start.ts";

const stood = Date.parse("2027-01-01T12:00:00Z");
const dayMs = 86_400_000;

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), "clock-start-"));
});
afterEach(() => rmSync(data, { recursive: true }));

const stands = (): void =>
  writeFileSync(join(data, "clock.json"), JSON.stringify({ reached: new Date(stood).toISOString() }));

test("a clock that is given an instant starts there, whatever the folder's last time", () => {
  stands();
  expect(clockStartMs(data, { atMs: stood - dayMs }, stood)).toBe(stood - dayMs);
});

test("a clock that is given nothing starts at the real time", () => {
  expect(clockStartMs(data, undefined, stood)).toBe(stood);
  stands();
  expect(clockStartMs(data, undefined, stood + 1)).toBe(stood + 1);
  expect(clockStartMs(data, undefined, stood - dayMs)).toBe(stood - dayMs);
});

test("a machine that set its clock back by seconds is not noticed: the folder's clock goes on", () => {
  stands();
  expect(clockStartMs(data, undefined, stood - 5_000)).toBe(stood);
});

test("a clock may start some time after the folder's last time, or at it", () => {
  stands();
  expect(clockStartMs(data, { afterLastMs: 8 * dayMs }, stood - dayMs)).toBe(stood + 8 * dayMs);
  expect(clockStartMs(data, { afterLastMs: 0 }, stood + dayMs)).toBe(stood);
});

test("in a new folder it is counted from the real time", () => {
  expect(clockStartMs(data, { afterLastMs: dayMs }, stood)).toBe(stood + dayMs);
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { Clock } from "../../../src/clock.ts";
import { type Delivery, type Scheduler, startScheduler } from "../../../src/services/scheduler/scheduler.ts";
import type { PlannedSchedule } from "../../../src/template/plan.ts";

const weekly: PlannedSchedule = {
  logicalId: "Weekly",
  name: "weekly",
  arn: "arn:aws:scheduler:us-east-1:000000000000:schedule/default/weekly",
  expression: "cron(0 23 ? * MON *)",
  timeZone: "Europe/Warsaw",
  targetArn: "arn:aws:states:us-east-1:000000000000:stateMachine:run",
  roleArn: "arn:aws:iam::000000000000:role/schedule",
  input: '{"scheduledTime":"<aws.scheduler.scheduled-time>","by":"<aws.scheduler.schedule-arn>"}',
  deadLetterArn: undefined,
};

let folder: string;
let clock: Clock;
let scheduler: Scheduler | undefined;
let delivered: Delivery[];
let isBroken: boolean;
let tries: number;
let faults: string[];

const start = (now: string, schedule = weekly): void => {
  clock = new Clock(new Date(now));
  scheduler = startScheduler({
    schedules: [schedule],
    clock,
    dataFile: join(folder, "schedules.json"),
    deliver: async (delivery) => {
      tries += 1;
      if (isBroken) throw new Error("no way through");
      delivered.push(delivery);
    },
    log: (line) => faults.push(line),
  });
};

const stop = async (): Promise<void> => {
  await scheduler?.close();
  clock.stop();
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "scheduler-"));
  delivered = [];
  isBroken = false;
  tries = 0;
  faults = [];
});

afterEach(async () => {
  await stop();
  rmSync(folder, { recursive: true });
});

/** Moves the clock past the longest wait before another try, again and again. */
const passUntil = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) {
    clock.moveTo(clock.now() + 60_000);
    await nextTurn();
  }
};

const instants = (): string[] => delivered.map(({ scheduledMs }) => new Date(scheduledMs).toISOString());

test("a schedule fires at its wall time, with the planned instant in its input", () => {
  start("2026-11-17T18:00:00Z");
  clock.moveTo(Date.parse("2026-11-23T21:59:59Z"));
  expect(delivered).toEqual([]);
  clock.moveTo(Date.parse("2026-11-23T22:00:30Z"));
  expect(delivered).toEqual([
    {
      schedule: weekly,
      scheduledMs: Date.parse("2026-11-23T22:00:00Z"),
      name: "weekly-2026-11-23T22-00-00Z",
      input: `{"scheduledTime":"2026-11-23T22:00:00Z","by":"${weekly.arn}"}`,
    },
  ]);
});

test("a move over several weeks fires once for each", () => {
  start("2026-11-17T18:00:00Z");
  clock.moveTo(Date.parse("2026-12-08T00:00:00Z"));
  expect(instants()).toEqual([
    "2026-11-23T22:00:00.000Z",
    "2026-11-30T22:00:00.000Z",
    "2026-12-07T22:00:00.000Z",
  ]);
});

test("a new schedule makes up for nothing", () => {
  start("2026-11-24T00:00:00Z");
  expect(delivered).toEqual([]);
});

test("instants missed while the region was down are made up for once, by the last of them", async () => {
  start("2026-11-17T18:00:00Z");
  await stop();
  start("2026-12-02T00:00:00Z");
  expect(instants()).toEqual(["2026-11-30T22:00:00.000Z"]);
});

test("what was delivered is not delivered again after a restart", async () => {
  start("2026-11-17T18:00:00Z");
  clock.moveTo(Date.parse("2026-11-23T22:00:00Z"));
  await stop();
  start("2026-11-23T22:10:00Z");
  expect(instants()).toEqual(["2026-11-23T22:00:00.000Z"]);
});

test("a schedule that was changed while the region was down starts anew", async () => {
  start("2026-11-17T18:00:00Z");
  await stop();
  start("2026-11-24T00:00:00Z", { ...weekly, expression: "cron(0 20 ? * SUN *)" });
  expect(delivered).toEqual([]);
});

test("what could not be delivered is reported, and made up for at the next start", async () => {
  start("2026-11-17T18:00:00Z");
  isBroken = true;
  clock.moveTo(Date.parse("2026-11-23T22:00:00Z"));
  await stop();
  expect(faults).toEqual([
    "weekly-2026-11-23T22-00-00Z could not be delivered, and is tried again until it is: Error: no way through",
  ]);
  isBroken = false;
  start("2026-11-23T22:10:00Z");
  expect(instants()).toEqual(["2026-11-23T22:00:00.000Z"]);
});

test("a delivery that fails is tried again without a new start until it succeeds, and is logged twice", async () => {
  start("2026-11-17T18:00:00Z");
  isBroken = true;
  clock.moveTo(Date.parse("2026-11-23T22:00:00Z"));
  await passUntil(() => tries === 3);
  isBroken = false;
  await passUntil(() => delivered.length === 1);
  expect(delivered[0]?.name).toBe("weekly-2026-11-23T22-00-00Z");
  await passUntil(() => faults.length === 2);
  expect(faults[1]).toMatch(/could not be delivered at first, and is now/);
});

test("a delivery that can't be marked, as on a full disk, is not repeated, and is marked as soon as it can be", async () => {
  start("2026-11-17T18:00:00Z");
  const inTheWay = join(folder, "schedules.json.new");
  mkdirSync(inTheWay);
  clock.moveTo(Date.parse("2026-11-23T22:00:00Z"));
  await passUntil(() => faults.length === 1);
  expect(faults[0]).toMatch(/could not be noted as delivered, and is tried again until it is: .*EISDIR/);
  rmSync(inTheWay, { recursive: true });
  await passUntil(() => faults.length === 2);
  await stop();
  start("2026-11-23T22:10:00Z");
  expect(instants()).toEqual(["2026-11-23T22:00:00.000Z"]);
});

test("a damaged file of marks stops the start and is named", () => {
  writeFileSync(join(folder, "schedules.json"), "{");
  expect(() => start("2026-11-17T18:00:00Z")).toThrow(/schedules\.json is damaged/);
});

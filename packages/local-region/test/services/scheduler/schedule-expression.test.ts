import { expect, test } from "@jest/globals";
import { parseScheduleExpression } from "../../../src/services/scheduler/schedule-expression.ts";

const next = (expression: string, timeZone: string, from: string, count = 1): (string | undefined)[] => {
  const fromMs = Date.parse(from);
  const timetable = parseScheduleExpression(expression, timeZone, fromMs);
  const found: (string | undefined)[] = [];
  let after: number | undefined = fromMs;
  for (let i = 0; i < count && after !== undefined; i += 1) {
    after = timetable.nextAfter(after);
    found.push(after === undefined ? undefined : new Date(after).toISOString());
  }
  return found;
};

const warsaw = "Europe/Warsaw";

test("a weekly deadline keeps its wall time across the change to winter time", () => {
  expect(next("cron(0 23 ? * MON *)", warsaw, "2026-10-19T00:00:00Z", 2)).toEqual([
    "2026-10-19T21:00:00.000Z",
    "2026-10-26T22:00:00.000Z",
  ]);
});

test("a weekly deadline keeps its wall time across the change to summer time", () => {
  expect(next("cron(0 23 ? * 2 *)", warsaw, "2027-03-22T00:00:00Z", 2)).toEqual([
    "2027-03-22T22:00:00.000Z",
    "2027-03-29T21:00:00.000Z",
  ]);
});

test("a time that the clocks skip does not happen", () => {
  expect(next("cron(30 2 * * ? *)", warsaw, "2027-03-27T00:00:00Z", 2)).toEqual([
    "2027-03-27T01:30:00.000Z",
    "2027-03-29T00:30:00.000Z",
  ]);
});

test("a time that the clocks repeat happens once, the first time", () => {
  expect(next("cron(30 2 * * ? *)", warsaw, "2026-10-24T22:00:00Z", 2)).toEqual([
    "2026-10-25T00:30:00.000Z",
    "2026-10-26T01:30:00.000Z",
  ]);
});

test("a schedule of every half hour does not run again in a repeated hour", () => {
  expect(next("cron(0/30 * * * ? *)", warsaw, "2026-10-25T00:00:00Z", 3)).toEqual([
    "2026-10-25T00:30:00.000Z",
    "2026-10-25T02:00:00.000Z",
    "2026-10-25T02:30:00.000Z",
  ]);
});

test("the next instant is strictly later than the one asked from", () => {
  expect(next("cron(0 23 ? * MON *)", "UTC", "2026-11-23T23:00:00Z")).toEqual(["2026-11-30T23:00:00.000Z"]);
});

test.each([
  ["cron(15 10 ? * 6L 2026-2028)", "2026-11-27T10:15:00.000Z"],
  ["cron(15 10 ? * FRI#3 *)", "2026-11-20T10:15:00.000Z"],
  ["cron(0 8 15W * ? *)", "2026-12-15T08:00:00.000Z"],
  ["cron(15 10 L * ? *)", "2026-11-30T10:15:00.000Z"],
  ["cron(0 18 ? * MON-FRI *)", "2026-11-17T18:00:00.000Z"],
  ["rate(1 hour)", "2026-11-17T01:00:00.000Z"],
  ["rate(5 days)", "2026-11-22T00:00:00.000Z"],
  ["at(2026-12-01T08:00:00)", "2026-12-01T08:00:00.000Z"],
])("%s is next at %s", (expression, expected) => {
  expect(next(expression, "UTC", "2026-11-17T00:00:00Z")).toEqual([expected]);
});

test("an instant named by at comes once, in the schedule's time zone", () => {
  expect(next("at(2026-12-01T08:00:00)", warsaw, "2026-11-17T00:00:00Z", 2)).toEqual([
    "2026-12-01T07:00:00.000Z",
    undefined,
  ]);
});

test("a year that is over has no next instant", () => {
  expect(next("cron(0 8 1 1 ? 2020)", "UTC", "2026-11-17T00:00:00Z")).toEqual([undefined]);
});

test.each([
  ["cron(0 23 * * *)", "UTC", "6 fields"],
  ["cron(0 23 * * MON *)", "UTC", "exactly one of day of month and day of week"],
  ["cron(0 23 ? * ? *)", "UTC", "exactly one of day of month and day of week"],
  ["cron(61 23 ? * MON *)", "UTC", "61"],
  ["rate(0 minutes)", "UTC", "rate needs"],
  ["at(tomorrow)", "UTC", "yyyy-mm-ddThh:mm:ss"],
  ["every monday", "UTC", "supported: cron"],
  ["cron(0 23 ? * MON *)", "Europe/Atlantis", "Atlantis"],
])("%s in %s is refused in words", (expression, timeZone, words) => {
  expect(() => parseScheduleExpression(expression, timeZone, 0)).toThrow(words);
  expect(() => parseScheduleExpression(expression, timeZone, 0)).toThrow(expression);
});

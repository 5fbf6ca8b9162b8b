import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "@jest/globals";
import {
  type ClassSize,
  dollarsOf,
  linesOfMonth,
  partsOfMonth,
  unitsOfRun,
  weeksPerMonth,
} from "../../../course/costs/month.ts";
import { itemNames, items } from "../../../course/costs/prices.ts";
import {
  classWords,
  costRows,
  money,
  reckonCosts,
  reckonedCostsSchema,
  sizeOfRun,
} from "../../../course/costs/reckoned.ts";
import { toInstant } from "../../../course/ids.ts";
import type { RunRecord } from "../../../course/run/run-record.ts";
import { costsPage } from "../../../tools/costs/page.ts";
import { testsPerWeek } from "../../../trainer/costs/class-size.ts";
import { aTest, monday, mondayRun } from "../../tasks/support/course.ts";

const size: ClassSize = { students: 30, testsPerWeek: 1, hasReminders: true, hasDashboard: false };
const sum = (of: ClassSize, price: "list" | "afterFree") =>
  linesOfMonth(of).reduce((total, line) => total + line[price], 0);

test("a course in which nobody does anything costs less than 1.60 $ a month, and 0.20 $ after the free tier", () => {
  const idle = { ...size, students: 0 };
  expect(sum(idle, "list")).toBeLessThan(1.6);
  expect(sum(idle, "afterFree")).toBeLessThan(0.2);
});

test("a class of 30 with reminders pays less than 0.25 $ a month in all", () => {
  expect(sum(size, "afterFree")).toBeLessThan(0.25);
});

test("the parts of a month and its lines are the same sum", () => {
  for (const each of [size, { ...size, hasReminders: false, hasDashboard: true, testsPerWeek: 2.5 }]) {
    const parts = Object.values(partsOfMonth(each)).reduce((total, units) => total + dollarsOf(units), 0);
    expect(parts).toBeCloseTo(sum(each, "list"), 10);
  }
});

test("a run's cost grows with its students: by 0.1044 $ and their mails for a thousand", () => {
  const of = (students: number) => unitsOfRun({ students, tests: 1 });
  const thousand = dollarsOf({ ...of(1000), mails: 0 }) - dollarsOf({ ...of(0), mails: 0 });
  expect(thousand).toBeCloseTo(0.1044, 4);
  expect((of(1000).mails ?? 0) - (of(0).mails ?? 0)).toBe(1000);
});

test("a second test in the same run costs each student its objects, its time and its mail, but no step more", () => {
  const [one, two] = [1, 2].map((tests) => unitsOfRun({ students: 10, tests }));
  const more = items.flatMap((item) => {
    const units = (two?.[item] ?? 0) - (one?.[item] ?? 0);
    return units === 0 ? [] : [[item, Number(units.toFixed(9))]];
  });
  expect(Object.fromEntries(more)).toEqual({ gbSeconds: 0.5, objectWrites: 30, objectReads: 30, mails: 10 });
});

test("calls, work and reminders of a month grow with students times tests", () => {
  const [small, large] = [size, { ...size, students: 60, testsPerWeek: 3 }].map(partsOfMonth);
  expect(large?.["Students' calls"].apiCalls).toBeCloseTo(60 * 3 * weeksPerMonth * 5, 6);
  expect(large?.["Stored work"].storedGb).toBeCloseTo(6 * (small?.["Stored work"].storedGb ?? 0), 10);
  const remindersOf = (students: number, item: "gbSeconds" | "invocations") =>
    partsOfMonth({ ...size, students }).Reminders?.[item] ?? 0;
  const more = (["gbSeconds", "invocations"] as const).map(
    (item) => remindersOf(30, item) - remindersOf(0, item),
  );
  // Two mails about each test, each a tenth of a second of half a GB; ten come in one invocation.
  expect(more[0]).toBeCloseTo(30 * weeksPerMonth * 2 * 0.1 * 0.5, 6);
  expect(more[1]).toBeCloseTo(30 * weeksPerMonth * 2 * 0.1, 6);
});

test("a dashboard is counted where the course has one", () => {
  expect(sum({ ...size, hasDashboard: true }, "list") - sum(size, "list")).toBeCloseTo(3, 10);
  expect(linesOfMonth(size).map(({ item }) => item)).not.toContain("dashboards");
});

test.each([
  [[], 0],
  [["2026-11-16"], 1],
  [["2026-11-16", "2026-11-16"], 2],
  [["2026-11-16", "2026-11-23", "2026-11-30", "2026-11-30"], 4 / 3],
])("tests with the deadlines %j are %d a week", (days, expected) => {
  const tests = days.map((day) => ({ deadline: toInstant(new Date(`${day}T22:00:00Z`)) }));
  expect(testsPerWeek(tests)).toBeCloseTo(expected, 10);
});

test("each thing that AWS charges for has a name of its own, which begins with the service's", () => {
  const services = /^(?:Step Functions|Lambda|SQS|S3|SES|API Gateway|CloudWatch), \w/;
  const names = items.map((item) => itemNames[item]);
  expect(names.filter((name) => !services.test(name))).toEqual([]);
  expect(new Set(names).size).toBe(items.length);
});

test.each([
  [0, "$0.0000"],
  [0.01634, "$0.0163"],
  [0.99, "$0.9900"],
  [1, "$1.00"],
  [12.345, "$12.35"],
])("%d dollars are written as %s: a cent is much here", (dollars, text) => {
  expect(money(dollars)).toBe(text);
});

test("a table of costs has a row for each thing, its units readable, and the sum last", () => {
  const lines = [
    { item: "invocations", units: 1234.5, list: 0.25, afterFree: 0 },
    { item: "mails", units: 9.96, list: 1.5, afterFree: 0.75 },
    { item: "storedGb", units: 0.01234, list: 0.5, afterFree: 0.125 },
  ] as const;
  expect(costRows(lines)).toEqual([
    ["Lambda, requests", "1,235", "$0.2500", "$0.0000"],
    ["SES, mails", "10", "$1.50", "$0.7500"],
    ["S3, GB stored", "0.012", "$0.5000", "$0.1250"],
    ["in all", "", "$2.25", "$0.8750"],
  ]);
});

test.each([
  [size, "30 students with 1 test a week and reminders"],
  [{ ...size, students: 1, testsPerWeek: 4 / 3, hasReminders: false }, "1 student with 1.33 tests a week"],
])("a class is named by what its costs depend on: %#", (of, words) => {
  expect(classWords(of)).toBe(words);
});

test("a course's costs name the class, the month by things and by parts, and the last run where there is one", () => {
  const lastRun = { runId: mondayRun, executionArn: "arn:aws:states:x", students: 30, tests: 2 };
  const reckoned = reckonCosts(size, lastRun);
  expect(reckonedCostsSchema.parse(reckoned)).toEqual(reckoned);
  expect(reckoned).toMatchObject({ class: size, currency: "USD", month: linesOfMonth(size), lastRun });
  const parts = Object.values(reckoned.parts).reduce((total, dollars) => total + dollars, 0);
  expect(parts).toBeCloseTo(sum(size, "list"), 10);
  const { dollars, lines = [] } = reckoned.lastRun ?? {};
  expect(dollars).toBe(dollarsOf(unitsOfRun(lastRun)));
  expect(lines.reduce((total, line) => total + line.list, 0)).toBeCloseTo(dollars ?? 0, 10);
  expect(reckonCosts(size, null).lastRun).toBeNull();
});

test("a run has a size once it has closed: of its students, each has as many tests as were graded on average", () => {
  const run = (students: number, graded?: number): RunRecord => ({
    ...{ runId: mondayRun, executionArn: "arn", cutoff: monday, resumes: null, students },
    status: graded === undefined ? "open" : "closed",
    ...(graded !== undefined && {
      closed: { tests: [aTest()], counts: { roster: graded, graded, missing: 0, failed: 0 } },
    }),
  });
  expect(sizeOfRun(run(4))).toBeUndefined();
  expect(sizeOfRun(run(4, 6))).toEqual({ runId: mondayRun, students: 4, tests: 1.5 });
  expect(sizeOfRun(run(0, 0))).toEqual({ runId: mondayRun, students: 0, tests: 0 });
});

test("docs/costs.md says what the table says; npm run costs writes it anew", () => {
  expect(readFileSync(resolve(import.meta.dirname, "../../../docs/costs.md"), "utf8")).toBe(costsPage());
});

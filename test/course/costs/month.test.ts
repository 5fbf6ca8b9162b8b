import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "@jest/globals";
import {
  type ClassSize,
  dollarsOf,
  linesOfMonth,
  partsOfMonth,
  unitsOfRun,
} from "../../../course/costs/month.ts";
import { toInstant } from "../../../course/ids.ts";
import { costsPage } from "../../../tools/costs/page.ts";
import { testsPerWeek } from "../../../trainer/costs/class-size.ts";

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

test("a run's cost grows with its students: by 0.1048 $ and their mails for a thousand", () => {
  const of = (students: number) => unitsOfRun({ students, tests: 1 });
  const thousand = dollarsOf({ ...of(1000), mails: 0 }) - dollarsOf({ ...of(0), mails: 0 });
  expect(thousand).toBeCloseTo(0.1048, 4);
  expect((of(1000).mails ?? 0) - (of(0).mails ?? 0)).toBe(1000);
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

test("docs/costs.md says what the table says; npm run costs writes it anew", () => {
  expect(readFileSync(resolve(import.meta.dirname, "../../../docs/costs.md"), "utf8")).toBe(costsPage());
});

import * as z from "zod";
import { counted } from "../counted.ts";
import { runIdSchema } from "../ids.ts";
import type { RunRecord } from "../run/run-record.ts";
import {
  type ClassSize,
  type CostLine,
  dollarsOf,
  linesOfMonth,
  linesOfRun,
  partsOfMonth,
  type RunSize,
  unitsOfRun,
} from "./month.ts";
import { itemNames, items } from "./prices.ts";

const lineSchema = z.object({
  item: z.enum(items),
  units: z.number(),
  list: z.number(),
  afterFree: z.number(),
});

/** What a class costs: the shape of `bin/trainer cost --json` and of the console's view. */
export const reckonedCostsSchema = z.object({
  class: z.object({
    students: z.int(),
    testsPerWeek: z.number(),
    hasReminders: z.boolean(),
    hasDashboard: z.boolean(),
  }),
  currency: z.literal("USD"),
  month: z.array(lineSchema),
  /** In US dollars at list price, by what it is for. */
  parts: z.record(z.string(), z.number()),
  /** null: no run has closed yet. */
  lastRun: z
    .object({
      runId: runIdSchema,
      /** ARN of its execution. */
      executionArn: z.string(),
      students: z.int(),
      tests: z.number(),
      dollars: z.number(),
      lines: z.array(lineSchema),
    })
    .nullable(),
});

export type ReckonedCosts = z.infer<typeof reckonedCostsSchema>;

/** A closed run, and the execution that it was. */
export interface LastRun extends RunSize {
  readonly executionArn: string;
}

export const reckonCosts = (size: ClassSize, lastRun: LastRun | null): ReckonedCosts => ({
  class: size,
  currency: "USD",
  month: linesOfMonth(size),
  parts: Object.fromEntries(
    Object.entries(partsOfMonth(size)).map(([part, units]) => [part, dollarsOf(units)]),
  ),
  lastRun: lastRun && {
    ...lastRun,
    dollars: dollarsOf(unitsOfRun(lastRun)),
    lines: linesOfRun(lastRun),
  },
});

/** A run, as far as its costs depend on it; undefined: it has not closed, or an earlier version closed it. */
export const sizeOfRun = ({ runId, students, closed }: RunRecord): RunSize | undefined =>
  closed && { runId, students, tests: students === 0 ? 0 : closed.counts.graded / students };

/** `$0.0163`: a cent is much here. */
export const money = (dollars: number): string => `$${dollars.toFixed(dollars >= 1 ? 2 : 4)}`;

const amount = (units: number): string =>
  units >= 10 ? Math.round(units).toLocaleString("en-US") : String(Number(units.toPrecision(2)));

const total = (lines: readonly CostLine[], price: "list" | "afterFree"): string =>
  money(lines.reduce((sum, line) => sum + line[price], 0));

/** Rows of a table, the sum last: name, units, list price, and what the free tier leaves to pay. */
export const costRows = (lines: readonly CostLine[]): (readonly [string, string, string, string])[] => [
  ...lines.map(
    ({ item, units, list, afterFree }) =>
      [itemNames[item], amount(units), money(list), money(afterFree)] as const,
  ),
  ["in all", "", total(lines, "list"), total(lines, "afterFree")],
];

/** `30 students with 1 test a week and reminders`. */
export const classWords = ({ students, testsPerWeek, hasReminders }: ClassSize): string =>
  `${counted(students, "student")} with ${counted(Number(testsPerWeek.toFixed(2)), "test")} a week${hasReminders ? " and reminders" : ""}`;

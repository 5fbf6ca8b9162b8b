import { Command, InvalidArgumentError } from "commander";
import * as z from "zod";
import {
  type ClassSize,
  dollarsOf,
  linesOfMonth,
  partsOfMonth,
  type RunSize,
  unitsOfRun,
} from "../../course/costs/month.ts";
import { itemNames } from "../../course/costs/prices.ts";
import { counted } from "../../course/counted.ts";
import { readClassSize, readLastRun } from "../costs/class-size.ts";
import { commonOptions, withCommonOptions } from "./options.ts";
import { withSession } from "./session.ts";
import { table } from "./table.ts";
import type { Terminal } from "./terminal.ts";

const costOptionsSchema = z.object({
  students: z.number().optional(),
  testsPerWeek: z.number().default(1),
  reminders: z.boolean().default(false),
});

const number = (text: string): number => {
  if (/^\d{1,6}(\.\d{1,3})?$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a number from 0.");
};

export const costCommand = (terminal: Terminal): Command =>
  withCommonOptions(new Command("cost"))
    .description("what a month and the last run cost on AWS, line by line")
    .option("--students <n>", "reckon for a class of this size instead; needs no course", number)
    .option("--tests-per-week <n>", "with --students: tests that each takes in a week", number)
    .option("--reminders", "with --students: students are told of new tests and reminded")
    .action((_: unknown, command: Command) => cost(command, terminal));

interface Reckoned {
  readonly size: ClassSize;
  readonly lastRun: RunSize | null;
}

const cost = async (command: Command, terminal: Terminal): Promise<void> => {
  const options = commonOptions(command);
  const { students, testsPerWeek, reminders } = costOptionsSchema.parse(command.opts());
  const reckoned: Reckoned =
    students === undefined
      ? await withSession(options, async ({ bucket }) => ({
          size: await readClassSize(bucket),
          lastRun: await readLastRun(bucket),
        }))
      : { size: { students, testsPerWeek, hasReminders: reminders, hasDashboard: false }, lastRun: null };
  if (options.json) terminal.out(JSON.stringify(asJson(reckoned)));
  else for (const line of costLines(reckoned)) terminal.out(line);
};

const asJson = ({ size, lastRun }: Reckoned) => ({
  class: size,
  currency: "USD",
  month: linesOfMonth(size),
  parts: Object.fromEntries(
    Object.entries(partsOfMonth(size)).map(([part, units]) => [part, dollarsOf(units)]),
  ),
  lastRun: lastRun && { ...lastRun, dollars: dollarsOf(unitsOfRun(lastRun)) },
});

/** `$0.0163`: a cent is much here. */
const money = (dollars: number): string => `$${dollars.toFixed(dollars >= 1 ? 2 : 4)}`;

const total = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0);

const costLines = ({ size, lastRun }: Reckoned): string[] => {
  const lines = linesOfMonth(size);
  const parts = Object.entries(partsOfMonth(size)).map(([part, units]) => [part, money(dollarsOf(units))]);
  return [
    `A month of ${counted(size.students, "student")} with ${Number(size.testsPerWeek.toFixed(2))} tests a week${size.hasReminders ? " and reminders" : ""}, in us-east-1:`,
    "",
    ...table([
      ["", "a month", "at list price", "after the free tier"],
      ...lines.map(({ item, units, list, afterFree }) => [
        itemNames[item],
        amount(units),
        money(list),
        money(afterFree),
      ]),
      [
        "in all",
        "",
        money(total(lines.map(({ list }) => list))),
        money(total(lines.map(({ afterFree }) => afterFree))),
      ],
    ]),
    "",
    "The same at list price, by what it is for:",
    ...table(parts),
    ...(lastRun
      ? [
          "",
          `The last run, ${lastRun.runId}: ${counted(lastRun.students, "student")}, ${money(dollarsOf(unitsOfRun(lastRun)))}, its mails included.`,
        ]
      : []),
    "",
    "Reckoned from what each step uses, not from AWS's bill: docs/costs.md says how.",
  ];
};

const amount = (units: number): string =>
  units >= 10 ? Math.round(units).toLocaleString("en-US") : String(Number(units.toPrecision(2)));

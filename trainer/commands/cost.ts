import { Command, InvalidArgumentError } from "commander";
import * as z from "zod";
import { classWords, costRows, money, type ReckonedCosts, reckonCosts } from "../../course/costs/reckoned.ts";
import { counted } from "../../course/counted.ts";
import { readCosts } from "../costs/class-size.ts";
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

const cost = async (command: Command, terminal: Terminal): Promise<void> => {
  const options = commonOptions(command);
  const { students, testsPerWeek, reminders } = costOptionsSchema.parse(command.opts());
  const reckoned =
    students === undefined
      ? await withSession(options, ({ bucket }) => readCosts(bucket))
      : reckonCosts({ students, testsPerWeek, hasReminders: reminders, hasDashboard: false }, null);
  if (options.json) terminal.out(JSON.stringify(reckoned));
  else for (const line of costLines(reckoned)) terminal.out(line);
};

const costLines = ({ class: size, month, parts, lastRun }: ReckonedCosts): string[] => [
  `A month of ${classWords(size)}, in us-east-1:`,
  "",
  ...table([["", "a month", "at list price", "after the free tier"], ...costRows(month)]),
  "",
  "The same at list price, by what it is for:",
  ...table(Object.entries(parts).map(([part, dollars]) => [part, money(dollars)])),
  ...(lastRun
    ? [
        "",
        `The last run, ${lastRun.runId}: ${counted(lastRun.students, "student")}, ${money(lastRun.dollars)}, its mails included:`,
        "",
        ...table([["", "used", "at list price"], ...costRows(lastRun.lines).map((row) => row.slice(0, 3))]),
      ]
    : []),
  "",
  "Reckoned from what each step uses, not from AWS's bill: docs/costs.md says how.",
];

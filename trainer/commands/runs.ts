import { Command, InvalidArgumentError } from "commander";
import { z } from "zod";
import { readRuns } from "../run/list-runs.ts";
import { commonOptions, withCommonOptions } from "./options.ts";
import { withSession } from "./session.ts";
import type { Terminal } from "./terminal.ts";

const runsOptionsSchema = z.object({ most: z.number() });

const count = (text: string): number => {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a whole number from 1.");
};

export const runsCommand = (terminal: Terminal): Command =>
  withCommonOptions(new Command("runs"))
    .description("list the grading runs, the latest first")
    .option("--most <n>", "list no more than this", count, 20)
    .action((_: unknown, command: Command) => runs(command, terminal));

const runs = async (command: Command, { out, paint }: Terminal): Promise<void> => {
  const options = commonOptions(command);
  const { most } = runsOptionsSchema.parse(command.opts());
  await withSession(options, async ({ bucket, linkTo }) => {
    const records = await Array.fromAsync(readRuns(bucket, most));
    if (options.json) {
      out(JSON.stringify(records.map((record) => ({ ...record, link: linkTo(record.executionArn) }))));
      return;
    }
    if (records.length === 0) out("There is no run yet.");
    for (const { runId, status, students, executionArn } of records) {
      out(
        `${runId}  ${paint(tones[status], status)}  students: ${students}  ${linkTo(executionArn) ?? executionArn}`,
      );
    }
  });
};

const tones = { open: "strong", "nothing-due": "faint", closed: "good", failed: "bad" } as const;

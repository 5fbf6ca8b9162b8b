import type { Command } from "commander";
import * as z from "zod";
import { findLocalData, usualData } from "../aws/local-data.ts";

const optionsSchema = z.object({
  local: z.boolean().default(false),
  data: z.string().optional(),
  profile: z.string().optional(),
  region: z.string().optional(),
  stack: z.string().optional(),
  course: z.string().optional(),
  json: z.boolean().default(false),
});

/** Options of every command: where the course runs, and which course it is. */
export type CommonOptions = z.output<typeof optionsSchema> & {
  /** Data folder of the local region. */
  readonly data: string;
};

export const withCommonOptions = (command: Command): Command =>
  command
    .option("--local", "the local region on this machine rather than AWS")
    .option(
      "--data <dir>",
      "data folder of the local region; left out: that of the variable TEST_TIME_DATA, or of the region that runs in this folder",
    )
    .option("--profile <name>", "profile of the AWS configuration to use")
    .option("--region <name>", "AWS region to use")
    .option("--stack <name>", "the course's stack")
    .option("--course <dir>", "the course's folder, to find its stack by its id")
    .option("--json", "print the result as JSON");

/** @throws TrainerError when several local regions could be meant. */
export const commonOptions = (command: Command): CommonOptions => {
  const options = optionsSchema.parse(command.opts());
  return { ...options, data: options.data ?? (options.local ? findLocalData() : usualData) };
};

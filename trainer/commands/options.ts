import { resolve } from "node:path";
import type { Command } from "commander";
import * as z from "zod";

const optionsSchema = z.object({
  local: z.boolean().default(false),
  data: z.string(),
  profile: z.string().optional(),
  region: z.string().optional(),
  stack: z.string().optional(),
  course: z.string().optional(),
  json: z.boolean().default(false),
});

/** Where `npm start` keeps its data by default. */
const defaultData = resolve(import.meta.dirname, "..", "..", ".region");

/** Options of every command: where the course runs, and which course it is. */
export type CommonOptions = z.output<typeof optionsSchema>;

export const withCommonOptions = (command: Command): Command =>
  command
    .option("--local", "the local region on this machine rather than AWS")
    .option("--data <dir>", "data folder of the local region", defaultData)
    .option("--profile <name>", "profile of the AWS configuration to use")
    .option("--region <name>", "AWS region to use")
    .option("--stack <name>", "the course's stack")
    .option("--course <dir>", "the course's folder, to find its stack by its id")
    .option("--json", "print the result as JSON");

export const commonOptions = (command: Command): CommonOptions => optionsSchema.parse(command.opts());

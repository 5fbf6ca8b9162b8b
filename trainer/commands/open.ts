import { Command } from "commander";
import { z } from "zod";
import { TrainerError } from "../trainer-error.ts";
import { commonOptions, withCommonOptions } from "./options.ts";
import { withSession } from "./session.ts";
import type { Terminal } from "./terminal.ts";

const openOptionsSchema = z.object({ print: z.boolean().default(false) });

export const openCommand = (terminal: Terminal): Command =>
  withCommonOptions(new Command("open"))
    .description("open the console: the local region's, or the state machine's page at AWS")
    .option("--print", "only print its address")
    .action((_: unknown, command: Command) => open(command, terminal));

const open = async (command: Command, { out, browse }: Terminal): Promise<void> => {
  const options = commonOptions(command);
  const { print } = openOptionsSchema.parse(command.opts());
  await withSession(options, async ({ consoleUrl }) => {
    if (consoleUrl === null) {
      throw new TrainerError(
        "This local region has no console. Start the region again with this version: npm start",
      );
    }
    out(options.json ? JSON.stringify({ console: consoleUrl }) : consoleUrl);
    if (!print && !options.json) browse(consoleUrl);
  });
};

import { Command } from "commander";
import * as z from "zod";
import { localConsoleToken } from "../aws/access.ts";
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

const open = async (command: Command, { out, note, browse }: Terminal): Promise<void> => {
  const options = commonOptions(command);
  const { print } = openOptionsSchema.parse(command.opts());
  await withSession(options, async ({ consoleUrl }) => {
    if (consoleUrl === null) {
      throw new TrainerError(
        "This local region has no console. Start the region again with this version: npm start",
      );
    }
    const token = options.local ? localConsoleToken(options.data) : undefined;
    out(options.json ? JSON.stringify({ console: consoleUrl, token }) : consoleUrl);
    // The token is never a part of the address: browsers keep addresses.
    if (token !== undefined && !options.json) note(`It asks each browser for the token ${token}`);
    if (!print && !options.json) browse(consoleUrl);
  });
};

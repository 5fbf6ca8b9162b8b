import { Command } from "commander";
import * as z from "zod";
import { stopQuestion, stopRun } from "../run/stop-run.ts";
import { askToGoOn } from "./go-on.ts";
import { latest, runFinder } from "./named-run.ts";
import { commonOptions, withCommonOptions } from "./options.ts";
import { withSession } from "./session.ts";
import type { Terminal } from "./terminal.ts";

export const stopCommand = (terminal: Terminal): Command =>
  withCommonOptions(new Command("stop"))
    .description("stop a run that is under way; resume grades who is left")
    .argument("[run]", 'id of a run, an execution\'s ARN, or "latest"', latest)
    .option("--yes", "don't ask")
    .action((run: string, _: unknown, command: Command) => stop(run, command, terminal));

const stop = async (run: string, command: Command, terminal: Terminal): Promise<void> => {
  const common = commonOptions(command);
  const { yes } = z.object({ yes: z.boolean().default(false) }).parse(command.opts());
  const find = runFinder(run);
  await withSession(common, async (session) => {
    const { executionArn } = await find(session);
    terminal.note(executionArn);
    await askToGoOn(
      { question: stopQuestion, refused: "Nothing was stopped", wish: "stop it", yes },
      terminal,
    );
    await stopRun(session.stepFunctions, executionArn);
    terminal.out(
      common.json
        ? JSON.stringify({ executionArn, state: "stopped" })
        : "Stopped. To grade the others: bin/trainer resume RUN (bin/trainer runs names it)",
    );
  });
};

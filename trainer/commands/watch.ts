import { Command } from "commander";
import { latest, runFinder } from "./named-run.ts";
import { commonOptions } from "./options.ts";
import { withSession } from "./session.ts";
import { linkLines, resumedLine, showRun, withFollowing } from "./show-run.ts";
import type { Terminal } from "./terminal.ts";

export const watchCommand = (terminal: Terminal): Command =>
  withFollowing(new Command("watch"))
    .description("follow a run to its end: its states, how many students are done, the time left")
    .argument("[run]", 'id of a run, an execution\'s ARN, or "latest"', latest)
    .action((run: string, _: unknown, command: Command) => watch(run, command, terminal));

const watch = async (run: string, command: Command, terminal: Terminal): Promise<void> => {
  const find = runFinder(run);
  await withSession(commonOptions(command), async (session) => {
    const { executionArn, resumedBy } = await find(session);
    if (resumedBy !== undefined) terminal.note(resumedLine(resumedBy));
    terminal.note(`Following ${executionArn}`);
    for (const line of linkLines(session, executionArn)) terminal.note(line);
    await showRun(session, executionArn, command, terminal);
  });
};

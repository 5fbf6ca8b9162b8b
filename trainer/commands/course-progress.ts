import { Command } from "commander";
import * as z from "zod";
import { progressLines } from "../progress/progress-lines.ts";
import { readCourseProgress } from "../progress/read-progress.ts";
import { commonOptions, withCommonOptions } from "./options.ts";
import { withSession } from "./session.ts";
import type { Terminal } from "./terminal.ts";

export const progressCommand = (terminal: Terminal): Command =>
  withCommonOptions(new Command("progress"))
    .description(
      "show the course over the weeks: who hands in, who misses tests or falls, which questions are hard",
    )
    .option("--all", "every student, not only those of whom there is something to say")
    .action((_: unknown, command: Command) => progress(command, terminal));

const optionsSchema = z.object({ all: z.boolean().default(false) });

const progress = async (command: Command, terminal: Terminal): Promise<void> => {
  const common = commonOptions(command);
  const { all } = optionsSchema.parse(command.opts());
  await withSession(common, async ({ bucket }) => {
    const { book, progress, view } = await readCourseProgress(bucket, terminal);
    const { questions, skipped } = view;
    if (common.json) terminal.out(JSON.stringify({ ...progress, questions, skipped }));
    else {
      const shown = { title: book.settings.title, progress, view, isEverybody: all };
      for (const line of progressLines(shown, terminal.paint)) terminal.out(line);
    }
  });
};

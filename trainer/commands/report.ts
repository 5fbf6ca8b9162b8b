import { writeFileSync } from "node:fs";
import { Command } from "commander";
import * as z from "zod";
import { messageOf } from "../../course/unknown-value.ts";
import { readCourseProgress } from "../progress/read-progress.ts";
import { reportHtml } from "../report/report-html.ts";
import { TrainerError } from "../trainer-error.ts";
import { commonOptions, withCommonOptions } from "./options.ts";
import { withSession } from "./session.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

export const reportCommand = (terminal: Terminal): Command =>
  withCommonOptions(new Command("report"))
    .description("write the course's charts into one file, to be read in a browser, printed or saved as PDF")
    .option("--html <file>", "write it there")
    .option("--names", "name the students with missed tests or falling scores; otherwise nobody is named")
    .action((_: unknown, command: Command) => report(command, terminal));

const optionsSchema = z.object({ html: z.string().optional(), names: z.boolean().default(false) });

const report = async (command: Command, terminal: Terminal): Promise<void> => {
  const common = commonOptions(command);
  const { html: file, names } = optionsSchema.parse(command.opts());
  if (file === undefined) throw new UsageError("Name the file to write: --html FILE");
  await withSession(common, async ({ bucket }) => {
    const found = await readCourseProgress(bucket, terminal);
    write(file, reportHtml({ ...found, hasNames: names }));
    if (common.json) terminal.out(JSON.stringify({ file, names }));
    else terminal.out(`Wrote ${file}${names ? ", which names students" : ", which names nobody"}`);
  });
};

const write = (file: string, html: string): void => {
  try {
    writeFileSync(file, html);
  } catch (error) {
    throw new TrainerError(`The report can't be written to ${file}: ${messageOf(error)}`);
  }
};

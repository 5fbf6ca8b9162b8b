import { Command } from "commander";
import { z } from "zod";
import { problemLine } from "../course-folder/problems.ts";
import { readCourse } from "../course-folder/read-course.ts";
import { isUnchanged, planPublish } from "../publish/plan.ts";
import { readPublished } from "../publish/published.ts";
import { publishReport, reportLines } from "../publish/report.ts";
import { type OnUploaded, upload } from "../publish/upload.ts";
import { commonOptions, withCommonOptions } from "./options.ts";
import { withSession } from "./session.ts";
import type { Terminal } from "./terminal.ts";

const publishOptionsSchema = z.object({ dryRun: z.boolean().default(false) });

export const publishCommand = (terminal: Terminal): Command =>
  withCommonOptions(new Command("publish"))
    .description("check a course folder, then upload what changed in it")
    .argument("<dir>", "the course's folder")
    .option("--dry-run", "say what would be done, and do nothing")
    .action((folder: string, _: unknown, command: Command) => publish(folder, command, terminal));

const publish = async (folder: string, command: Command, terminal: Terminal): Promise<void> => {
  const { out, note } = terminal;
  const options = commonOptions(command);
  const { dryRun } = publishOptionsSchema.parse(command.opts());
  const course = readCourse(folder);
  for (const warning of course.warnings) note(`Warning: ${problemLine(warning)}`);
  await withSession(
    options,
    async ({ stack, bucket }) => {
      const published = await readPublished(bucket, course);
      const plan = planPublish(course, published);
      if (!dryRun) await uploadTold(terminal, (tell) => upload(bucket, course, published, plan, tell));
      const report = publishReport(plan);
      if (options.json) {
        out(JSON.stringify({ stack: stack.name, dryRun, ...report, warnings: course.warnings }));
        return;
      }
      out(`${course.settings.title} (${stack.name})`);
      for (const line of reportLines(report)) out(line);
      if (isUnchanged(plan)) out("Nothing had to be uploaded.");
      else if (dryRun) out("Nothing was uploaded: this was a dry run.");
    },
    course.settings.title,
  );
};

const uploadTold = async (terminal: Terminal, work: (tell: OnUploaded) => Promise<void>): Promise<void> => {
  const progress = terminal.progress("Uploading", "tests and students");
  try {
    await work(progress.at);
  } finally {
    progress.end();
  }
};

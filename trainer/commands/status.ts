import { Command } from "commander";
import * as z from "zod";
import { readSettings } from "../../adapters/course-reader.ts";
import { showInstant } from "../../course/deadlines/shown-instant.ts";
import { bucketTime } from "../aws/bucket-clock.ts";
import type { CourseStatus } from "../status/course-status.ts";
import { readStatus } from "../status/read-status.ts";
import { commonOptions, withCommonOptions } from "./options.ts";
import { type Session, withSession } from "./session.ts";
import { statusLines } from "./status-lines.ts";
import type { Terminal } from "./terminal.ts";

const statusOptionsSchema = z.object({
  all: z.boolean().default(false),
  students: z.boolean().default(false),
});

export const statusCommand = (terminal: Terminal): Command =>
  withCommonOptions(new Command("status"))
    .description("say who has submitted what, who is missing, and how much time is left")
    .option("--students", "every student, not only the first who are missing")
    .option("--all", "graded tests too")
    .action((_: unknown, command: Command) => status(command, terminal));

const status = async (command: Command, terminal: Terminal): Promise<void> => {
  const options = commonOptions(command);
  const { all, students } = statusOptionsSchema.parse(command.opts());
  await withSession(options, async (session) => {
    const { timeZone, title } = await readSettings(session.bucket);
    const found = await find(session, all, terminal);
    if (options.json) {
      terminal.out(JSON.stringify(found));
      return;
    }
    terminal.out(`${terminal.paint("strong", title)} · ${showInstant(found.now, timeZone)}`);
    for (const line of statusLines(found, { timeZone, isEveryStudent: students }, terminal))
      terminal.out(line);
  });
};

const find = async (
  { s3, stack, bucket }: Session,
  isAll: boolean,
  terminal: Terminal,
): Promise<CourseStatus> => {
  const now = await bucketTime(s3, stack.bucketName);
  const progress = terminal.progress("Looking", "students");
  try {
    return await readStatus(
      { client: s3, bucket: stack.bucketName, store: bucket, now },
      {
        ...(isAll && { isWanted: () => true }),
        onStudents: (done, total) => progress.at(done, total),
      },
    );
  } finally {
    progress.end();
  }
};

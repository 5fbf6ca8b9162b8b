import { Command, InvalidArgumentError } from "commander";
import { z } from "zod";
import { runIdSchema, testPath } from "../../course/ids.ts";
import { type CloseRunOutput, type RunRequest, runRecordSchema, runReportSchema } from "../../course/run.ts";
import { keys } from "../../course/storage-keys.ts";
import { findJson, readJson } from "../../tasks/runtime/json-store.ts";
import type { CourseBucket } from "../aws/bucket.ts";
import { followRun, type RunEnd } from "../run/follow-run.ts";
import { startRun } from "../run/start-run.ts";
import { TrainerError } from "../trainer-error.ts";
import { commonOptions, withCommonOptions } from "./options.ts";
import { type Session, withSession } from "./session.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

const gradeOptionsSchema = z.object({ timeout: z.number() });

const minutes = (text: string): number => {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError("It must be a number of minutes.");
};

const withFollowing = (command: Command): Command =>
  withCommonOptions(command).option(
    "--timeout <minutes>",
    "follow the run no longer than this",
    minutes,
    1440,
  );

export const gradeCommand = (terminal: Terminal): Command =>
  withFollowing(new Command("grade"))
    .description("start a grading run of what is due by now, and follow it to its end")
    .action((_: unknown, command: Command) => run({}, command, terminal));

export const resumeCommand = (terminal: Terminal): Command =>
  withFollowing(new Command("resume"))
    .description("start a run for the students that an earlier run failed, and follow it to its end")
    .argument("<run>", 'id of the earlier run, such as "2026-11-23T22-00-00Z"')
    .action((runId: string, _: unknown, command: Command) => {
      const resume = runIdSchema.safeParse(runId);
      if (!resume.success) throw new UsageError(`"${runId}" is not a run id such as 2026-11-23T22-00-00Z.`);
      return run({ resume: resume.data }, command, terminal);
    });

const run = async (request: RunRequest, command: Command, terminal: Terminal): Promise<void> => {
  const options = commonOptions(command);
  const { timeout } = gradeOptionsSchema.parse(command.opts());
  await withSession(options, async (session) => {
    await checkResumed(session, request);
    const executionArn = await startRun(session.stepFunctions, session.stack.stateMachineArn, request);
    terminal.note(`Started ${executionArn}`);
    if (!options.local) terminal.note(`Console: ${session.stack.consoleUrl}`);
    const end = await followRun(session.stepFunctions, executionArn, {
      limitMinutes: timeout,
      onProgress: ({ done, total, failed }) =>
        terminal.note(`${done} of ${total} students${failed > 0 ? `, ${failed} failed` : ""}`),
    });
    if (options.json) terminal.out(JSON.stringify({ executionArn, ...end }));
    else for (const line of await endLines(end, session)) terminal.out(line);
    failIfFailed(end, executionArn);
  });
};

/** A mistyped run would otherwise be found by the run itself, and mailed to the trainer as a failure. */
const checkResumed = async ({ bucket }: Session, { resume }: RunRequest): Promise<void> => {
  if (resume === undefined || (await findJson(bucket, keys.run(resume), runRecordSchema))) return;
  throw new TrainerError(`There is no run "${resume}". See the runs with: bin/trainer runs`);
};

const endLines = async (end: RunEnd, session: Session): Promise<string[]> => {
  switch (end.status) {
    case "closed":
      return closedLines(end.run, session);
    case "nothing-due":
      return [`Run ${end.runId}: no test is due that was not graded already.`];
    case "already-run":
      return [`Run ${end.runId} belongs to another execution: ${end.executionArn}`];
    case "failed":
      return [];
  }
};

const closedLines = async (run: CloseRunOutput, { bucket, stack }: Session): Promise<string[]> => {
  const { runId, counts, reportKey, gradebookKey } = run;
  return [
    `Run ${runId}: ${counts.graded} graded, ${counts.missing} missing, ${counts.failed} failed, of ${counts.roster} tests due.`,
    ...(counts.failed > 0 ? await failedLines(bucket, reportKey) : []),
    `Report     s3://${stack.bucketName}/${reportKey}`,
    `Gradebook  s3://${stack.bucketName}/${gradebookKey}`,
  ];
};

/** More are only counted; the report has them all. */
const mostFailed = 20;

const failedLines = async (bucket: CourseBucket, reportKey: string): Promise<string[]> => {
  const { failed } = await readJson(bucket, reportKey, runReportSchema);
  const more = failed.length - mostFailed;
  return [
    ...failed
      .slice(0, mostFailed)
      .map(({ studentId, reason, ...test }) => `  ${studentId} ${testPath(test)}: ${reason}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
};

const failIfFailed = (end: RunEnd, executionArn: string): void => {
  if (end.status === "failed") {
    throw new TrainerError(`The run failed with ${end.error}: ${end.cause}\nIts history: ${executionArn}`);
  }
  if (end.status === "closed" && end.run.counts.failed > 0) {
    throw new TrainerError(
      `${end.run.counts.failed} could not be graded; the report says why. Then: bin/trainer resume ${end.run.runId}`,
    );
  }
};

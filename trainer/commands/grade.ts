import { Command } from "commander";
import * as z from "zod";
import { findJson } from "../../adapters/json-store.ts";
import { type RunId, runIdSchema } from "../../course/ids.ts";
import type { RunRequest } from "../../course/run/run.ts";
import { runRecordSchema } from "../../course/run/run-record.ts";
import { keys } from "../../course/storage-keys.ts";
import { makeDueAgain } from "../run/due-again.ts";
import type { RunEnd } from "../run/follow-run.ts";
import { startRun } from "../run/start-run.ts";
import { TrainerError } from "../trainer-error.ts";
import { commonOptions } from "./options.ts";
import { type Session, withSession } from "./session.ts";
import { linkLines, showRun, withFollowing } from "./show-run.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

export const gradeCommand = (terminal: Terminal): Command =>
  withFollowing(new Command("grade"))
    .description("start a grading run for the tests that are due now, and follow it to its end")
    .option(
      "--again <tests...>",
      "grade these once more, such as linux/boot, by the answer keys as they are now",
    )
    .action((_: unknown, command: Command) => grade(command, terminal));

export const resumeCommand = (terminal: Terminal): Command =>
  withFollowing(new Command("resume"))
    .description("start a run for the students who failed in an earlier run, and follow it to its end")
    .argument("<run>", 'id of the earlier run, such as "2026-11-23T22-00-00Z"')
    .action(async (runId: string, _: unknown, command: Command) => {
      const resume = runIdSchema.safeParse(runId);
      if (!resume.success) throw new UsageError(`"${runId}" is not a run id such as 2026-11-23T22-00-00Z.`);
      await run({ resume: resume.data }, command, terminal, (session) => checkResumed(session, resume.data));
    });

const gradeOptionsSchema = z.object({ again: z.array(z.string()).default([]) });

const grade = async (command: Command, terminal: Terminal): Promise<void> => {
  const { again } = gradeOptionsSchema.parse(command.opts());
  const { status } = await run(again.length > 0 ? { again: true } : {}, command, terminal, (session) =>
    makeDueAgain(session.bucket, again),
  );
  if (again.length === 0 || status === "closed") return;
  throw new TrainerError(
    status === "already-run"
      ? "Nothing was graded again: another run is going on. When it has ended, run the command again."
      : "Nothing was graded again: no deadline of these tests has come yet.",
  );
};

const run = async (
  request: RunRequest,
  command: Command,
  terminal: Terminal,
  prepare: (session: Session) => Promise<void>,
): Promise<RunEnd> =>
  withSession(commonOptions(command), async (session) => {
    await prepare(session);
    const executionArn = await startRun(session.stepFunctions, session.stack.stateMachineArn, request);
    terminal.note(`Started ${executionArn}`);
    for (const line of linkLines(session, executionArn)) terminal.note(line);
    return await showRun(session, executionArn, command, terminal);
  });

/** Without this check, a mistyped id would start a run that fails and mails the trainer about it. */
const checkResumed = async ({ bucket }: Session, resume: RunId): Promise<void> => {
  if (await findJson(bucket, keys.run(resume), runRecordSchema)) return;
  throw new TrainerError(`There is no run "${resume}". See the runs with: bin/trainer runs`);
};

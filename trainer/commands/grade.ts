import { Command } from "commander";
import * as z from "zod";
import type { Supposed } from "../../course/grading/supposed-key.ts";
import { questionIdSchema, runIdSchema } from "../../course/ids.ts";
import type { RunEnd } from "../run/follow-run.ts";
import { gradeAgain } from "../run/grade-again.ts";
import { resumeRun } from "../run/resume-run.ts";
import { startRun } from "../run/start-run.ts";
import { TrainerError } from "../trainer-error.ts";
import { commonOptions } from "./options.ts";
import { askUndo, showAgain, showUndo } from "./regrade.ts";
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
    .option("--undo <run>", "put back the scores that this run has changed, and mail the corrections")
    .option("--dry-run", "with one of these: only show who would change, and by how much")
    .option(
      "--if <question=answer>",
      "with --again of one test and --dry-run: as if that choice were right, such as q4=a",
    )
    .option("--yes", "with --undo: don't ask")
    .action((_: unknown, command: Command) => grade(command, terminal));

export const resumeCommand = (terminal: Terminal): Command =>
  withFollowing(new Command("resume"))
    .description("start a run for the students who failed in an earlier run, and follow it to its end")
    .argument("<run>", 'id of the earlier run, such as "2026-11-23T22-00-00Z"')
    .action(async (runId: string, _: unknown, command: Command) => {
      const resume = runIdSchema.safeParse(runId);
      if (!resume.success) throw new UsageError(`"${runId}" is not a run id such as 2026-11-23T22-00-00Z.`);
      await run(command, terminal, ({ bucket, stepFunctions, stack }) =>
        resumeRun({ store: bucket, stepFunctions, stateMachineArn: stack.stateMachineArn }, resume.data),
      );
    });

const gradeOptionsSchema = z.object({
  again: z.array(z.string()).default([]),
  undo: z.string().optional(),
  dryRun: z.boolean().default(false),
  if: z.string().optional(),
  yes: z.boolean().default(false),
});

const grade = async (command: Command, terminal: Terminal): Promise<void> => {
  const { again, undo, dryRun, yes, if: supposed } = gradeOptionsSchema.parse(command.opts());
  const common = commonOptions(command);
  const { json } = common;
  if (again.length > 0 && undo !== undefined) throw new UsageError("Write --again or --undo, not both.");
  if (supposed !== undefined && (!dryRun || again.length !== 1))
    throw new UsageError("Write --if with --dry-run and --again of one test.");
  if (dryRun) {
    if (again.length === 0 && undo === undefined)
      throw new UsageError("Write --dry-run with --again or --undo.");
    await withSession(common, (session) =>
      undo === undefined
        ? showAgain(session, again, { terminal, json, supposed: supposedIn(supposed) })
        : showUndo(session, undo, terminal, json),
    );
  } else if (undo === undefined) await gradeNow(again, command, terminal);
  else
    await run(command, terminal, async (session) => {
      const request = { undo: await askUndo(session, undo, { yes, json }, terminal) };
      return startRun(session.stepFunctions, session.stack.stateMachineArn, request);
    });
};

const supposedIn = (text: string | undefined): Supposed | undefined => {
  if (text === undefined) return undefined;
  const [question, answerId = ""] = text.split("=");
  const questionId = questionIdSchema.safeParse(question).data;
  if (questionId !== undefined && answerId !== "") return { questionId, answerId };
  throw new UsageError(`"${text}" is not a question and a choice, such as q4=a.`);
};

const gradeNow = async (again: readonly string[], command: Command, terminal: Terminal): Promise<void> => {
  const { status } = await run(command, terminal, ({ bucket, stepFunctions, stack }) =>
    gradeAgain({ store: bucket, stepFunctions, stateMachineArn: stack.stateMachineArn }, again),
  );
  if (again.length === 0 || status === "closed") return;
  throw new TrainerError(
    status === "already-run"
      ? "Nothing was graded again: another run is going on. When it has ended, run the command again."
      : "Nothing was graded again: no deadline of these tests has come yet.",
  );
};

/** @param start starts an execution, and returns its ARN. */
const run = async (
  command: Command,
  terminal: Terminal,
  start: (session: Session) => Promise<string>,
): Promise<RunEnd> =>
  withSession(commonOptions(command), async (session) => {
    const executionArn = await start(session);
    terminal.note(`Started ${executionArn}`);
    for (const line of linkLines(session, executionArn)) terminal.note(line);
    return await showRun(session, executionArn, command, terminal);
  });

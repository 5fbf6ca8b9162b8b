import { ListExecutionsCommand } from "@aws-sdk/client-sfn";
import { Command } from "commander";
import { findJson } from "../../adapters/json-store.ts";
import { runIdSchema } from "../../course/ids.ts";
import { type RunRecord, runRecordSchema } from "../../course/run/run-record.ts";
import { keys } from "../../course/storage-keys.ts";
import { TrainerError } from "../trainer-error.ts";
import { commonOptions } from "./options.ts";
import { type Session, withSession } from "./session.ts";
import { linkLines, resumedLine, showRun, withFollowing } from "./show-run.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

const latest = "latest";

export const watchCommand = (terminal: Terminal): Command =>
  withFollowing(new Command("watch"))
    .description("follow a run to its end: its states, how many students are done, the time left")
    .argument("[run]", 'id of a run, an execution\'s ARN, or "latest"', latest)
    .action((run: string, _: unknown, command: Command) => watch(run, command, terminal));

const watch = async (run: string, command: Command, terminal: Terminal): Promise<void> => {
  const find = finderOf(run);
  await withSession(commonOptions(command), async (session) => {
    const { executionArn, resumedBy } = await find(session);
    if (resumedBy !== undefined) terminal.note(resumedLine(resumedBy));
    terminal.note(`Following ${executionArn}`);
    for (const line of linkLines(session, executionArn)) terminal.note(line);
    await showRun(session, executionArn, command, terminal);
  });
};

type Found = Pick<RunRecord, "executionArn" | "resumedBy">;

const finderOf = (run: string): ((session: Session) => Promise<Found>) => {
  if (run === latest) return latestExecution;
  if (run.startsWith("arn:")) return async () => ({ executionArn: run });
  const runId = runIdSchema.safeParse(run);
  if (!runId.success) {
    throw new UsageError(
      `"${run}" is neither "latest", nor a run id such as 2026-11-23T22-00-00Z, nor an ARN.`,
    );
  }
  return async ({ bucket }) => {
    const record = await findJson(bucket, keys.run(runId.data), runRecordSchema);
    if (record) return record;
    throw new TrainerError(`There is no run "${run}". See the runs with: bin/trainer runs`);
  };
};

/** Step Functions lists the latest first; a run that has only just begun has no record of its own yet. */
const latestExecution = async ({ stepFunctions, stack }: Session): Promise<Found> => {
  const { executions = [] } = await stepFunctions.send(
    new ListExecutionsCommand({ stateMachineArn: stack.stateMachineArn, maxResults: 1 }),
  );
  const executionArn = executions[0]?.executionArn;
  if (executionArn !== undefined) return { executionArn };
  throw new TrainerError(
    "There is no run yet. The schedule starts one at the deadline; start one by hand with: bin/trainer grade",
  );
};

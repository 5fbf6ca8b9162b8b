import { DescribeExecutionCommand, ExecutionDoesNotExist, type SFNClient } from "@aws-sdk/client-sfn";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import type { RunId } from "../../course/ids.ts";
import type { RunRecord } from "../../course/run/run-record.ts";
import { TrainerError } from "../trainer-error.ts";
import { readRun } from "./find-run.ts";
import { startRun } from "./start-run.ts";

export interface ResumeDeps {
  readonly store: ObjectStore;
  readonly stepFunctions: SFNClient;
  readonly stateMachineArn: string;
}

/** A record says "open" for ever when its execution was stopped. Step Functions deletes an execution after 90 days. */
const isUnderWay = async (
  client: Pick<SFNClient, "send">,
  { status, executionArn }: RunRecord,
): Promise<boolean> => {
  if (status !== "open") return false;
  try {
    return (await client.send(new DescribeExecutionCommand({ executionArn }))).status === "RUNNING";
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return false;
    throw error;
  }
};

/**
 * Starts a run for what an earlier one left, and returns its execution's ARN.
 *
 * @throws TrainerError when there is no such run, or it, or what resumes it, is still under way: a mistyped id would start
 * a run that fails and mails the trainer about it, and a second resumption would do the same work twice.
 */
export const resumeRun = async (
  { store, stepFunctions, stateMachineArn }: ResumeDeps,
  runId: RunId,
): Promise<string> => {
  const record = await readRun(store, runId);
  if (await isUnderWay(stepFunctions, record)) {
    throw new TrainerError(`Run ${runId} is still under way. Follow it with: bin/trainer watch ${runId}`);
  }
  const { resumedBy } = record;
  if (resumedBy !== undefined && (await isUnderWay(stepFunctions, await readRun(store, resumedBy)))) {
    throw new TrainerError(
      `Run ${runId} is being resumed by run ${resumedBy}. Follow it with: bin/trainer watch ${resumedBy}`,
    );
  }
  return await startRun(stepFunctions, stateMachineArn, { resume: runId });
};

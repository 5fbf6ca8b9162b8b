import { ListExecutionsCommand, type SFNClient } from "@aws-sdk/client-sfn";
import { findJson } from "../../adapters/storage/json-store.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import type { RunId } from "../../course/ids.ts";
import { type RunRecord, runRecordSchema } from "../../course/run/run-record.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { TrainerError } from "../trainer-error.ts";

/** @throws TrainerError when there is none. */
export const readRun = async (store: ObjectStore, runId: RunId): Promise<RunRecord> => {
  const record = await findJson(store, keys.run(runId), runRecordSchema);
  if (record) return record;
  throw new TrainerError(`There is no run "${runId}". See the runs with: bin/trainer runs`);
};

/**
 * ARN of the execution that was started last; Step Functions lists it first. A run that has only just begun has no record of
 * its own yet. @throws TrainerError when there is none.
 */
export const latestExecution = async (
  client: Pick<SFNClient, "send">,
  stateMachineArn: string,
): Promise<string> => {
  const { executions = [] } = await client.send(
    new ListExecutionsCommand({ stateMachineArn, maxResults: 1 }),
  );
  const executionArn = executions[0]?.executionArn;
  if (executionArn !== undefined) return executionArn;
  throw new TrainerError(
    "There is no run yet. The schedule starts one at the deadline; start one by hand with: bin/trainer grade",
  );
};

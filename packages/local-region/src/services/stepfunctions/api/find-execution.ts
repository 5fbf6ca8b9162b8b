import { AwsError } from "../../../ports.ts";
import type { EngineContext } from "../engine-context.ts";
import type { StoredExecution } from "../journal/executions.ts";
import { checkExecutionArn } from "../names.ts";

/** Throws InvalidArn or ExecutionDoesNotExist. */
export const findExecution = (
  { tables }: Pick<EngineContext, "tables">,
  executionArn: string,
): StoredExecution => {
  checkExecutionArn(executionArn);
  const execution = tables.executions.byArn(executionArn);
  if (execution) return execution;
  throw new AwsError("ExecutionDoesNotExist", `Execution Does Not Exist: '${executionArn}'`);
};

import { AwsError } from "../../../ports.ts";
import type { StoredExecution } from "../journal/executions.ts";
import { checkExecutionArn } from "../names.ts";
import type { Parts } from "./action.ts";

/** Throws InvalidArn or ExecutionDoesNotExist. */
export const findExecution = ({ machinery }: Parts, executionArn: string): StoredExecution => {
  checkExecutionArn(executionArn);
  const execution = machinery.executions.byArn(executionArn);
  if (execution) return execution;
  throw new AwsError("ExecutionDoesNotExist", `Execution Does Not Exist: '${executionArn}'`);
};

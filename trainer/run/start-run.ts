import { randomUUID } from "node:crypto";
import { type SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import type { RunRequest } from "../../course/run/run.ts";

/** Starts a grading run by hand and returns its execution's ARN. Its own name lets the SDK retry without starting two. */
export const startRun = async (
  client: SFNClient,
  stateMachineArn: string,
  request: RunRequest,
): Promise<string> => {
  const { executionArn } = await client.send(
    new StartExecutionCommand({
      stateMachineArn,
      name: `by-hand-${randomUUID()}`,
      input: JSON.stringify(request),
    }),
  );
  if (executionArn === undefined)
    throw new TypeError("Step Functions did not name the execution it started.");
  return executionArn;
};

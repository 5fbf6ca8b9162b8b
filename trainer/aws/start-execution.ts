import { type SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";

interface Start {
  readonly stateMachineArn: string;
  /** Of the execution: a name of its own lets the SDK retry without starting two. */
  readonly name: string;
  readonly input: object;
}

/** @returns the execution's ARN. */
export const startExecution = async (client: SFNClient, { input, ...start }: Start): Promise<string> => {
  const command = new StartExecutionCommand({ ...start, input: JSON.stringify(input) });
  const { executionArn } = await client.send(command);
  if (executionArn !== undefined) return executionArn;
  throw new TypeError("Step Functions did not name the execution it started.");
};

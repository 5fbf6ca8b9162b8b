import { DescribeExecutionCommand, type SFNClient, StopExecutionCommand } from "@aws-sdk/client-sfn";
import { TrainerError } from "../trainer-error.ts";

/** As the execution's history and the mail about a stopped run have it. */
const stopped = { error: "StoppedByTrainer", cause: "The trainer stopped this run." } as const;

/**
 * Stops a run that is under way. What was graded and mailed stays.
 *
 * @throws TrainerError when it has ended already.
 */
export const stopRun = async (client: Pick<SFNClient, "send">, executionArn: string): Promise<void> => {
  const { status } = await client.send(new DescribeExecutionCommand({ executionArn }));
  if (status !== "RUNNING") {
    throw new TrainerError(`It has ended already (${status?.toLowerCase()}); nothing was done.`);
  }
  await client.send(new StopExecutionCommand({ executionArn, ...stopped }));
};

/** What it means, before anybody is asked. */
export const stopQuestion =
  "Stop this run? What was graded and mailed stays; the others are graded when the run is resumed.";

import { createHash, randomUUID } from "node:crypto";
import { ExecutionAlreadyExists, type SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import type { NoticesRequest } from "../../course/notices/notices-run.ts";

const start = async (
  client: SFNClient,
  stateMachineArn: string,
  name: string,
  request: NoticesRequest,
): Promise<string> => {
  const command = new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(request) });
  const { executionArn } = await client.send(command);
  if (executionArn === undefined)
    throw new TypeError("Step Functions did not name the execution it started.");
  return executionArn;
};

/** Reminds by hand. Its own name lets the SDK retry without starting two. */
export const startReminders = (
  client: SFNClient,
  stateMachineArn: string,
  remind: NonNullable<NoticesRequest["remind"]>,
): Promise<string> => start(client, stateMachineArn, `remind-${randomUUID()}`, { remind });

/**
 * Tells what a publishing added, once: the execution is named by what it is about. null: such a one was there already.
 *
 * @param added everything that was added, as JSON writes it.
 */
export const startAdded = async (
  client: SFNClient,
  stateMachineArn: string,
  from: NonNullable<NoticesRequest["from"]>,
  added: readonly object[],
): Promise<string | null> => {
  const hash = createHash("sha256").update(JSON.stringify(added)).digest("hex");
  try {
    return await start(client, stateMachineArn, `publish-${hash.slice(0, 32)}`, { from });
  } catch (error) {
    if (error instanceof ExecutionAlreadyExists) return null;
    throw error;
  }
};

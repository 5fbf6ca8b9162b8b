import { createHash, randomUUID } from "node:crypto";
import { ExecutionAlreadyExists, type SFNClient } from "@aws-sdk/client-sfn";
import type { NoticesRequest } from "../../course/notices/notices-run.ts";
import { startExecution } from "../aws/start-execution.ts";

/** Reminds by hand. */
export const startReminders = (
  client: SFNClient,
  stateMachineArn: string,
  remind: NonNullable<NoticesRequest["remind"]>,
): Promise<string> => {
  const input: NoticesRequest = { remind };
  return startExecution(client, { stateMachineArn, name: `remind-${randomUUID()}`, input });
};

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
    const input: NoticesRequest = { from };
    return await startExecution(client, { stateMachineArn, name: `publish-${hash.slice(0, 32)}`, input });
  } catch (error) {
    if (error instanceof ExecutionAlreadyExists) return null;
    throw error;
  }
};

import { randomUUID } from "node:crypto";
import type { SFNClient } from "@aws-sdk/client-sfn";
import type { RunRequest } from "../../course/run/run.ts";
import { startExecution } from "../aws/start-execution.ts";

/** Starts a grading run by hand and returns its execution's ARN. */
export const startRun = (client: SFNClient, stateMachineArn: string, input: RunRequest): Promise<string> =>
  startExecution(client, { stateMachineArn, name: `by-hand-${randomUUID()}`, input });

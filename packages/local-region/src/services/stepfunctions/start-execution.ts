import { randomUUID } from "node:crypto";
import { parseJson } from "../../json.ts";
import { messageOf } from "../../message-of.ts";
import { AwsError } from "../../ports.ts";
import type { Programs } from "./definition/programs.ts";
import type { ExecutionRow } from "./journal/executions.ts";
import { lengthError } from "./length-limit.ts";
import { limits } from "./limits.ts";
import type { Machines } from "./machines.ts";
import { checkMachineArn, checkName, executionArn } from "./names.ts";
import { sizeInBytes } from "./payload.ts";
import type { Machinery } from "./run/machinery.ts";

export interface StartRequest {
  readonly stateMachineArn: string;
  /** Left out: a new UUID. */
  readonly name?: string | undefined;
  /** JSON text; left out: `{}`. */
  readonly input?: string | undefined;
}

export interface StartedExecution {
  readonly executionArn: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

/** JSON without the white space around it, so that two ways to write the same input are the same. */
const normalized = (input: string): string => {
  try {
    return JSON.stringify(parseJson(input));
  } catch (error) {
    throw new AwsError(
      "InvalidExecutionInput",
      `Invalid State Machine Execution Input: '${messageOf(error)}'`,
    );
  }
};

/**
 * Starts an execution, and resolves once that is on the disk. A name that a running execution has, with the same input,
 * gives that one. Rejects with ExecutionAlreadyExists, InvalidName, InvalidExecutionInput, ValidationException,
 * StateMachineDoesNotExist; with ServiceUnavailable while the disk is full.
 */
export const startExecution = async (
  parts: { readonly machinery: Machinery; readonly machines: Machines; readonly programs: Programs },
  { stateMachineArn, name = randomUUID(), input: given = "{}" }: StartRequest,
): Promise<StartedExecution> => {
  const { machinery, machines, programs } = parts;
  checkMachineArn(stateMachineArn);
  checkName("an execution", name);
  if (sizeInBytes(given) > limits.payloadBytes) {
    throw lengthError("input", given, "at most", limits.payloadBytes);
  }
  const input = normalized(given);
  const machine = machines.get(stateMachineArn);
  const arn = executionArn(stateMachineArn, name);
  machinery.journal.checkTakes();
  const row =
    existing(machinery, arn, input) ??
    machinery.running.start(
      machinery,
      {
        arn,
        name,
        machineArn: stateMachineArn,
        definitionId: machine.definitionId,
        roleArn: machine.roleArn,
        input,
      },
      programs.get(machine.definitionId),
    ).row;
  await machinery.journal.stored();
  return { executionArn: arn, startedAt: row.startedAt };
};

const existing = (machinery: Machinery, arn: string, input: string): ExecutionRow | undefined => {
  const live = machinery.running.find(arn);
  const known = live?.row ?? machinery.executions.byArn(arn);
  if (!known) return undefined;
  if (live && !live.isOver && known.input === input) return known;
  throw new AwsError("ExecutionAlreadyExists", `Execution Already Exists: '${arn}'`);
};

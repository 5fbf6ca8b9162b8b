import { randomUUID } from "node:crypto";
import { parseJson } from "../../json.ts";
import { messageOf } from "../../message-of.ts";
import { AwsError } from "../../ports.ts";
import type { EngineContext } from "./engine-context.ts";
import type { ExecutionRow } from "./journal/executions.ts";
import { lengthError } from "./length-limit.ts";
import { limits } from "./limits.ts";
import { checkMachineArn, checkName, executionArn } from "./names.ts";
import { sizeInBytes } from "./payload.ts";

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

/** JSON without white space, so that the same input written in two ways is equal. Throws InvalidExecutionInput. */
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
 * Starts an execution, and resolves once that is on the disk. With the name and the input of a running execution it gives
 * that one. Rejects with ExecutionAlreadyExists, InvalidName, InvalidExecutionInput, ValidationException,
 * StateMachineDoesNotExist; with ServiceUnavailable while the disk is full.
 */
export const startExecution = async (
  context: Pick<EngineContext, "journal" | "machines" | "programs" | "running" | "tables">,
  { stateMachineArn, name = randomUUID(), input = "{}" }: StartRequest,
): Promise<StartedExecution> => {
  const { journal, machines, programs, running } = context;
  checkMachineArn(stateMachineArn);
  checkName("an execution", name);
  if (sizeInBytes(input) > limits.payloadBytes) {
    throw lengthError("input", input, "at most", limits.payloadBytes);
  }
  const sameAs = normalized(input);
  const machine = machines.get(stateMachineArn);
  const arn = executionArn(stateMachineArn, name);
  journal.checkTakes();
  const row =
    existing(context, arn, sameAs) ??
    running.start(
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
  await journal.stored();
  return { executionArn: arn, startedAt: row.startedAt };
};

const existing = (
  { running, tables }: Pick<EngineContext, "running" | "tables">,
  arn: string,
  normalizedInput: string,
): ExecutionRow | undefined => {
  const live = running.find(arn);
  const known = live?.row ?? tables.executions.byArn(arn);
  if (!known) return undefined;
  if (live && !live.isOver && normalized(known.input) === normalizedInput) return known;
  throw new AwsError("ExecutionAlreadyExists", `Execution Already Exists: '${arn}'`);
};

import { randomUUID } from "node:crypto";
import { messageOf } from "../../message-of.ts";
import { AwsError } from "../../ports.ts";
import type { EngineContext } from "./engine-context.ts";
import type { ExecutionRow } from "./journal/executions.ts";
import type { Routing } from "./journal/machine-versions.ts";
import type { MachineRow } from "./journal/machines.ts";
import { parseText } from "./json-problem.ts";
import { lengthError } from "./length-limit.ts";
import { limits } from "./limits.ts";
import { checkName, checkStartableArn, executionArn, machineOfQualified } from "./names.ts";
import { sizeInBytes } from "./payload.ts";

export interface StartRequest {
  /** Of a machine, its version or its alias. */
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
  const invalid = (message: string): AwsError =>
    new AwsError("InvalidExecutionInput", `Invalid State Machine Execution Input: '${message}'`);
  if (input.trim() === "") throw invalid("Invalid execution input.");
  try {
    return JSON.stringify(parseText(input));
  } catch (error) {
    throw invalid(messageOf(error));
  }
};

/**
 * Starts an execution, and resolves once that is on the disk. With the name and the input of a running execution it gives
 * that one. Rejects with ExecutionAlreadyExists, InvalidName, InvalidExecutionInput, ValidationException,
 * StateMachineDoesNotExist; with ServiceUnavailable while the disk is full.
 */
export const startExecution = async (
  context: Pick<EngineContext, "journal" | "machines" | "versions" | "programs" | "running" | "tables">,
  { stateMachineArn, name = randomUUID(), input = "{}" }: StartRequest,
): Promise<StartedExecution> => {
  const { journal, programs, running } = context;
  checkStartableArn(stateMachineArn);
  checkName("an execution", name);
  if (sizeInBytes(input) > limits.payloadBytes) {
    throw lengthError("input", input, "at most", limits.payloadBytes);
  }
  const sameAs = normalized(input);
  const started = startedBy(context, stateMachineArn);
  const arn = executionArn(started.machineArn, name);
  journal.checkTakes();
  const row =
    existing(context, arn, sameAs) ??
    running.start({ arn, name, ...started, input }, programs.get(started.definitionId)).row;
  await journal.stored();
  return { executionArn: arn, startedAt: row.startedAt };
};

type Started = Pick<ExecutionRow, "machineArn" | "definitionId" | "roleArn" | "versionArn" | "aliasArn">;

/** One of the versions at random, each as often as its weight says. */
const chosen = (routing: Readonly<Routing>): string => {
  const [first, second] = routing;
  const isFirst = Math.random() * 100 < (first?.weight ?? 0);
  return (isFirst ? first : (second ?? first))?.stateMachineVersionArn ?? "";
};

/** Throws StateMachineDoesNotExist. */
const startedBy = (
  { machines, versions }: Pick<EngineContext, "machines" | "versions">,
  arn: string,
): Started => {
  const from = ({ definitionId, roleArn }: Pick<MachineRow, "definitionId" | "roleArn">) => ({
    machineArn: machineOfQualified(arn) ?? arn,
    definitionId,
    roleArn,
  });
  const alias = versions.findAlias(arn);
  const version = versions.find(alias ? chosen(alias.routing) : arn);
  if (!version) return from(machines.get(arn));
  return { ...from(version), versionArn: version.arn, ...(alias ? { aliasArn: alias.arn } : {}) };
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

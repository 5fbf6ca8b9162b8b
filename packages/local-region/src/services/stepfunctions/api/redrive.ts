import * as z from "zod";
import { AwsError, type Json } from "../../../ports.ts";
import type { StoredExecution } from "../journal/executions.ts";
import type { JournalEvent } from "../journal/history-event.ts";
import { limits } from "../limits.ts";
import { action, arnSchema, type Parts, seconds } from "./action.ts";
import { findExecution } from "./find-execution.ts";

type Members = { readonly [name: string]: Json };

/** How often an execution was redriven, and when last. */
export const redrives = ({ redriveCount, redrivenAt }: StoredExecution): Members => ({
  redriveCount,
  ...(redrivenAt === undefined ? {} : { redriveDate: seconds(redrivenAt) }),
});

/** Why an execution can't be redriven, in AWS's words: API reference of DescribeExecution, `redriveStatusReason`. */
const obstacleOf = ({ machinery, machines }: Parts, execution: StoredExecution): string | undefined => {
  const { status, startedAt, stoppedAt = 0, machineArn } = execution;
  if (status === "RUNNING" || status === "SUCCEEDED") {
    return `Execution is ${status} and cannot be redriven`;
  }
  const now = machinery.clock.now();
  if (!machines.find(machineArn)) return "State machine is in DELETING status";
  if (now - stoppedAt > limits.redrivableMs) return "Execution redrivable period exceeded";
  if (now - startedAt > limits.executionMs) return "Execution has exceeded the max execution time";
  if (lastEventId(machinery.events.last(execution.id)) > limits.historyEvents - 2) {
    return "Execution history event limit exceeded";
  }
  return undefined;
};

const lastEventId = (event: JournalEvent | undefined): number => event?.id ?? 0;

/** Members of DescribeExecution. A Map run's child is redriven with the execution that the run belongs to. */
export const describeRedrive = (parts: Parts, execution: StoredExecution): Members => {
  const { status, mapRunId } = execution;
  const hasFailed = status !== "RUNNING" && status !== "SUCCEEDED";
  if (mapRunId !== undefined && hasFailed) {
    return { ...redrives(execution), redriveStatus: "REDRIVABLE_BY_MAP_RUN" };
  }
  const reason = obstacleOf(parts, execution);
  return {
    ...redrives(execution),
    redriveStatus: reason === undefined ? "REDRIVABLE" : "NOT_REDRIVABLE",
    ...(reason === undefined ? {} : { redriveStatusReason: reason }),
  };
};

const notRedrivable = (execution: StoredExecution, reason: string): AwsError =>
  new AwsError("ExecutionNotRedrivable", `Execution '${execution.arn}' cannot be redriven: ${reason}`);

/** A request with a client token that redrove the execution a short while ago is answered as it was then. */
const redrivenBy = (
  events: readonly JournalEvent[],
  clientToken: string | undefined,
  now: number,
): JournalEvent | undefined =>
  clientToken === undefined
    ? undefined
    : events
        .filter(({ type }) => type === "ExecutionRedriven")
        .slice(-limits.clientTokens)
        .find((e) => e.decision?.clientToken === clientToken && now - e.timestamp <= limits.clientTokenMs);

/**
 * Lets an execution that failed, timed out or was stopped go on from where it had come to, with the definition it had.
 * Throws ExecutionNotRedrivable with the reason.
 */
export const redriveExecution = action(
  z.strictObject({ executionArn: arnSchema, clientToken: z.string().min(1).max(64).optional() }),
  async (parts, { executionArn, clientToken }) => {
    const { machinery, programs } = parts;
    await machinery.journal.stored();
    const execution = findExecution(parts, executionArn);
    const past = { events: machinery.events.all(execution.id), notes: machinery.events.notes(execution.id) };
    const known = redrivenBy(past.events, clientToken, machinery.clock.now());
    if (known) return { redriveDate: seconds(known.timestamp) };
    if (execution.mapRunId !== undefined) {
      throw notRedrivable(execution, "Redrive the execution that its Map run belongs to");
    }
    const obstacle = obstacleOf(parts, execution);
    if (obstacle !== undefined) throw notRedrivable(execution, obstacle);
    if (machinery.running.find(executionArn)) throw notRedrivable(execution, "Execution is RUNNING");
    const program = programs.get(execution.definitionId);
    const at = machinery.running.redrive(machinery, { row: execution, past, clientToken }, program);
    await machinery.journal.stored();
    return { redriveDate: seconds(at) };
  },
);

import * as z from "zod";
import { AwsError, type Json } from "../../../ports.ts";
import type { EngineContext } from "../engine-context.ts";
import type { StoredExecution } from "../journal/executions.ts";
import type { JournalEvent } from "../journal/history-event.ts";
import { limits } from "../limits.ts";
import { action, arnSchema, seconds } from "./action.ts";
import { findExecution } from "./find-execution.ts";

type RedriveContext = Pick<EngineContext, "clock" | "tables" | "machines">;

type Members = { readonly [name: string]: Json };

/** How often an execution was redriven, and when it was redriven last. */
export const redrives = ({ redriveCount, redrivenAt }: StoredExecution): Members => ({
  redriveCount,
  ...(redrivenAt === undefined ? {} : { redriveDate: seconds(redrivenAt) }),
});

/**
 * Why an execution can't be redriven, in AWS's words: `redriveStatusReason`.
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html
 */
const obstacleOf = (
  { clock, tables, machines }: RedriveContext,
  execution: StoredExecution,
): string | undefined => {
  const { status, startedAt, stoppedAt = 0, machineArn } = execution;
  if (status === "RUNNING" || status === "SUCCEEDED") {
    return `Execution is ${status} and cannot be redriven`;
  }
  const now = clock.now();
  if (!machines.find(machineArn)) return "State machine is in DELETING status";
  if (now - stoppedAt > limits.redrivableMs) return "Execution redrivable period exceeded";
  if (now - startedAt > limits.executionMs) return "Execution has exceeded the max execution time";
  if (lastEventId(tables.events.last(execution.id)) > limits.historyEvents - 2) {
    return "Execution history event limit exceeded";
  }
  return undefined;
};

const lastEventId = (event: JournalEvent | undefined): number => event?.id ?? 0;

/**
 * The members of DescribeExecution about redrives. A Map run's child is redriven with the execution that started the
 * run.
 */
export const describeRedrive = (context: RedriveContext, execution: StoredExecution): Members => {
  const { status, mapRunId } = execution;
  const hasFailed = status !== "RUNNING" && status !== "SUCCEEDED";
  if (mapRunId !== undefined && hasFailed) {
    return { ...redrives(execution), redriveStatus: "REDRIVABLE_BY_MAP_RUN" };
  }
  const reason = obstacleOf(context, execution);
  return {
    ...redrives(execution),
    redriveStatus: reason === undefined ? "REDRIVABLE" : "NOT_REDRIVABLE",
    ...(reason === undefined ? {} : { redriveStatusReason: reason }),
  };
};

const notRedrivable = (execution: StoredExecution, reason: string): AwsError =>
  new AwsError("ExecutionNotRedrivable", `Execution '${execution.arn}' cannot be redriven: ${reason}`);

/** The redrive by an earlier request with the same client token: the request is answered as then. */
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
 * Runs an execution that failed, timed out or was stopped again, from its unfinished states and with the definition it had.
 * Throws ExecutionNotRedrivable with the reason.
 */
export const redriveExecution = action(
  z.strictObject({ executionArn: arnSchema, clientToken: z.string().min(1).max(64).optional() }),
  async (context, { executionArn, clientToken }) => {
    const { clock, journal, tables, running, programs } = context;
    await journal.stored();
    const execution = findExecution(context, executionArn);
    const history = tables.events.history(execution.id);
    const known = redrivenBy(history.events, clientToken, clock.now());
    if (known) return { redriveDate: seconds(known.timestamp) };
    if (execution.mapRunId !== undefined) {
      throw notRedrivable(execution, "Redrive the execution that its Map run belongs to");
    }
    const obstacle = obstacleOf(context, execution);
    if (obstacle !== undefined) throw notRedrivable(execution, obstacle);
    if (running.find(executionArn)) throw notRedrivable(execution, "Execution is RUNNING");
    const program = programs.get(execution.definitionId);
    const at = running.redrive({ row: execution, history, clientToken }, program);
    await journal.stored();
    return { redriveDate: seconds(at) };
  },
);

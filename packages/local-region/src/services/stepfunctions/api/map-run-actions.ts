import * as z from "zod";
import { AwsError, type Json } from "../../../ports.ts";
import type { EngineContext } from "../engine-context.ts";
import type { ExecutionStatus } from "../journal/executions.ts";
import type { StoredMapRun } from "../journal/map-runs.ts";
import { checkExecutionArn, checkMapRunArn } from "../names.ts";
import { action, arnSchema, maxResultsSchema, pageOf, positionIn, seconds } from "./action.ts";

const executionArnOf = ({ tables }: Pick<EngineContext, "tables">, run: StoredMapRun): string =>
  tables.executions.byId(run.executionId)?.arn ?? "";

export const listMapRuns = action(
  z.strictObject({
    executionArn: arnSchema,
    maxResults: maxResultsSchema,
    nextToken: z.string().optional(),
  }),
  ({ tables }, { executionArn, maxResults, nextToken }) => {
    checkExecutionArn(executionArn);
    const execution = tables.executions.byArn(executionArn);
    if (!execution) {
      throw new AwsError("ExecutionDoesNotExist", `Execution Does Not Exist: '${executionArn}'`);
    }
    const before = nextToken === undefined ? Number.MAX_SAFE_INTEGER : positionIn(nextToken);
    const found = tables.mapRuns.ofExecution(execution.id, before, maxResults + 1);
    const { items, ...more } = pageOf(found, maxResults, (last) => last.id);
    return {
      mapRuns: items.map((run) => ({
        executionArn,
        mapRunArn: run.arn,
        stateMachineArn: run.childMachineArn,
        startDate: seconds(run.startedAt),
        ...(run.stoppedAt === undefined ? {} : { stopDate: seconds(run.stoppedAt) }),
      })),
      ...more,
    };
  },
);

/** Counts of children or of items. Those not started before the run ended stay pending. */
const counts = (
  byStatus: Record<ExecutionStatus, number>,
  total: number | undefined,
  run: StoredMapRun,
  pendingRedrive: number,
): Json => {
  const started = Object.values(byStatus).reduce((sum, n) => sum + n, 0);
  const ended = started - byStatus.RUNNING;
  return {
    pending: (total ?? started) - started,
    running: byStatus.RUNNING,
    succeeded: byStatus.SUCCEEDED,
    failed: byStatus.FAILED,
    timedOut: byStatus.TIMED_OUT,
    aborted: byStatus.ABORTED,
    total: total ?? started,
    resultsWritten: run.status === "RUNNING" || run.resultsWritten === 0 ? 0 : ended,
    failuresNotRedrivable: 0,
    pendingRedrive,
  };
};

export const describeMapRun = action(z.strictObject({ mapRunArn: arnSchema }), (context, { mapRunArn }) => {
  checkMapRunArn(mapRunArn);
  const run = context.tables.mapRuns.byArn(mapRunArn);
  if (!run) throw new AwsError("ResourceNotFound", `Resource not found: '${mapRunArn}'`);
  const tally = context.tables.mapRuns.tally(run.id);
  const pending = context.mapRuns.find(run.id)?.pendingRedrive;
  return {
    mapRunArn,
    executionArn: executionArnOf(context, run),
    status: run.status,
    startDate: seconds(run.startedAt),
    ...(run.stoppedAt === undefined ? {} : { stopDate: seconds(run.stoppedAt) }),
    maxConcurrency: run.maxConcurrency,
    toleratedFailurePercentage: run.toleratedPercentage ?? 0,
    toleratedFailureCount: run.toleratedCount ?? 0,
    itemCounts: counts(tally.items, run.totalItems, run, pending?.items ?? 0),
    executionCounts: counts(tally.executions, run.totalExecutions, run, pending?.executions ?? 0),
    redriveCount: run.redriveCount,
    ...(run.redrivenAt === undefined ? {} : { redriveDate: seconds(run.redrivenAt) }),
  };
});

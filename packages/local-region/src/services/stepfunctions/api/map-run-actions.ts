import * as z from "zod";
import { AwsError, type Json } from "../../../ports.ts";
import type { EngineContext } from "../engine-context.ts";
import type { ExecutionStatus } from "../journal/executions.ts";
import type { StoredMapRun } from "../journal/map-runs.ts";
import { checkMapRunArn } from "../names.ts";
import {
  action,
  arnSchema,
  maxResultsSchema,
  nextTokenSchema,
  pageOf,
  positionIn,
  seconds,
} from "./action.ts";
import { findExecution } from "./find-execution.ts";

const executionArnOf = ({ tables }: Pick<EngineContext, "tables">, run: StoredMapRun): string =>
  tables.executions.byId(run.executionId)?.arn ?? "";

export const listMapRuns = action(
  z.strictObject({
    executionArn: arnSchema,
    maxResults: maxResultsSchema,
    nextToken: nextTokenSchema(),
  }),
  (context, { executionArn, maxResults, nextToken }) => {
    const execution = findExecution(context, executionArn);
    const before = nextToken === undefined ? Number.MAX_SAFE_INTEGER : positionIn(nextToken);
    const found = context.tables.mapRuns.ofExecution(execution.id, before, maxResults + 1);
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
  known: number | undefined,
  run: StoredMapRun,
  pendingRedrive: number,
): Json => {
  const started = Object.values(byStatus).reduce((sum, n) => sum + n, 0);
  const ended = started - byStatus.RUNNING;
  const total = Math.max(known ?? 0, started);
  return {
    pending: total - started,
    running: byStatus.RUNNING,
    succeeded: byStatus.SUCCEEDED,
    failed: byStatus.FAILED,
    timedOut: byStatus.TIMED_OUT,
    aborted: byStatus.ABORTED,
    total,
    resultsWritten: run.status === "RUNNING" || run.resultsWritten === 0 ? 0 : ended,
    failuresNotRedrivable: 0,
    pendingRedrive,
  };
};

/** How many children and items a run will have in all; undefined: nobody knows yet. */
interface Totals {
  readonly executions: number | undefined;
  readonly items: number | undefined;
}

/** A run that is still reading its data set has it counted. With a batcher the number of children shows at the end only. */
const totalsOf = async (context: Pick<EngineContext, "mapRuns">, run: StoredMapRun): Promise<Totals> => {
  const { totalExecutions, totalItems } = run;
  const live = context.mapRuns.find(run.id);
  if (totalItems !== undefined || !live) return { executions: totalExecutions, items: totalItems };
  const items = await live.countItems();
  return { executions: live.isBatched ? undefined : items, items };
};

export const describeMapRun = action(
  z.strictObject({ mapRunArn: arnSchema }),
  async (context, { mapRunArn }) => {
    checkMapRunArn(mapRunArn);
    const found = context.tables.mapRuns.byArn(mapRunArn);
    if (!found) throw new AwsError("ResourceNotFound", `Resource not found: '${mapRunArn}'`);
    const totals = await totalsOf(context, found);
    const run = context.tables.mapRuns.byId(found.id) ?? found;
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
      itemCounts: counts(tally.items, totals.items, run, pending?.items ?? 0),
      executionCounts: counts(tally.executions, totals.executions, run, pending?.executions ?? 0),
      redriveCount: run.redriveCount,
      ...(run.redrivenAt === undefined ? {} : { redriveDate: seconds(run.redrivenAt) }),
    };
  },
);

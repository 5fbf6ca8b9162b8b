import * as z from "zod";
import { AwsError, type Json } from "../../../ports.ts";
import type { EngineContext } from "../engine-context.ts";
import type { ExecutionGroup, StoredExecution } from "../journal/executions.ts";
import { toHistoryEvent } from "../journal/history-event.ts";
import { checkMapRunArn, checkStartableArn } from "../names.ts";
import { startExecution as start } from "../start-execution.ts";
import {
  action,
  arnSchema,
  maxResultsSchema,
  nextTokenSchema,
  pageOf,
  positionIn,
  seconds,
} from "./action.ts";
import { includedDataSchema } from "./definition-members.ts";
import { findExecution } from "./find-execution.ts";
import { describeRedrive, redrives } from "./redrive.ts";

export const startExecution = action(
  z.strictObject({
    stateMachineArn: arnSchema,
    name: z.string().optional(),
    input: z.string().optional(),
    traceHeader: z.string().optional(),
  }),
  async (context, { stateMachineArn, name, input }) => {
    const { executionArn, startedAt } = await start(context, { stateMachineArn, name, input });
    return { executionArn, startDate: seconds(startedAt) };
  },
);

export const stopExecution = action(
  z.strictObject({
    executionArn: arnSchema,
    error: z.string().max(256).optional(),
    cause: z.string().max(32_768).optional(),
  }),
  async (context, { executionArn, error, cause }) => {
    const { clock, journal, tables, running } = context;
    const stored = findExecution(context, executionArn);
    journal.checkTakes();
    const execution = running.find(executionArn);
    if (execution) running.stop(execution, error, cause);
    await journal.stored();
    const stopped = tables.executions.byArn(executionArn) ?? stored;
    return { stopDate: seconds(stopped.stoppedAt ?? clock.now()) };
  },
);

export const describeExecution = action(
  z.strictObject({
    executionArn: arnSchema,
    includedData: includedDataSchema,
  }),
  (context, { executionArn, includedData }) => {
    const execution = findExecution(context, executionArn);
    const { input, output, error, cause, stoppedAt } = execution;
    const included = includedData !== "METADATA_ONLY";
    return {
      executionArn,
      stateMachineArn: execution.machineArn,
      ...startedBy(execution),
      name: execution.name,
      status: execution.status,
      startDate: seconds(execution.startedAt),
      ...(stoppedAt === undefined ? {} : { stopDate: seconds(stoppedAt) }),
      ...(included ? { input } : {}),
      inputDetails: { included },
      ...(output === undefined ? {} : { ...(included ? { output } : {}), outputDetails: { included } }),
      ...(error === undefined ? {} : { error }),
      ...(cause === undefined ? {} : { cause }),
      ...mapRunOf(context, execution),
      ...describeRedrive(context, execution),
    };
  },
);

/** The version and the alias, where a start named one. */
const startedBy = ({ versionArn, aliasArn }: StoredExecution): { readonly [key: string]: string } => ({
  ...(versionArn === undefined ? {} : { stateMachineVersionArn: versionArn }),
  ...(aliasArn === undefined ? {} : { stateMachineAliasArn: aliasArn }),
});

const mapRunOf = (
  { tables }: Pick<EngineContext, "tables">,
  { mapRunId }: StoredExecution,
): { readonly mapRunArn?: string } => {
  const run = mapRunId === undefined ? undefined : tables.mapRuns.byId(mapRunId);
  return run ? { mapRunArn: run.arn } : {};
};

/** No execution has this status here: a child is redriven together with its Map run. */
const neverSeen = "PENDING_REDRIVE";

/** In AWS's order, which its error for an unknown status shows. */
const statusFilters = ["SUCCEEDED", "TIMED_OUT", neverSeen, "ABORTED", "FAILED", "RUNNING"] as const;

export const listExecutions = action(
  z.strictObject({
    stateMachineArn: arnSchema.optional(),
    mapRunArn: arnSchema.optional(),
    statusFilter: z.enum(statusFilters).optional(),
    maxResults: maxResultsSchema,
    nextToken: nextTokenSchema(3096),
    redriveFilter: z.enum(["REDRIVEN", "NOT_REDRIVEN"]).optional(),
  }),
  (context, { stateMachineArn, mapRunArn, statusFilter, maxResults, nextToken, redriveFilter }) => {
    if (redriveFilter !== undefined && mapRunArn === undefined) {
      throw new AwsError("ValidationException", "redriveFilter goes with mapRunArn only.");
    }
    if (statusFilter === neverSeen) return { executions: [] };
    const found = context.tables.executions.page({
      by: listedBy(context, stateMachineArn, mapRunArn),
      status: statusFilter,
      isRedriven: redriveFilter === undefined ? undefined : redriveFilter === "REDRIVEN",
      before: nextToken === undefined ? undefined : positionIn(nextToken),
      limit: maxResults + 1,
    });
    const { items, ...more } = pageOf(found, maxResults, (last) => last.id);
    return { executions: items.map((execution) => listed(execution, mapRunArn)), ...more };
  },
);

const listedBy = (
  context: Pick<EngineContext, "tables" | "machines" | "versions">,
  stateMachineArn: string | undefined,
  mapRunArn: string | undefined,
): ExecutionGroup => {
  if (mapRunArn !== undefined && stateMachineArn === undefined) {
    checkMapRunArn(mapRunArn);
    const run = context.tables.mapRuns.byArn(mapRunArn);
    if (run) return { mapRunId: run.id };
    throw new AwsError("ResourceNotFound", `Resource not found: '${mapRunArn}'`);
  }
  if (stateMachineArn === undefined || mapRunArn !== undefined) {
    throw new AwsError("ValidationException", "Give either stateMachineArn or mapRunArn.");
  }
  checkStartableArn(stateMachineArn);
  const alias = context.versions.findAlias(stateMachineArn);
  if (alias) return { machineArn: alias.machineArn, aliasArn: alias.arn };
  const version = context.versions.find(stateMachineArn);
  if (version) return { machineArn: version.machineArn, versionArn: version.arn };
  if (!stateMachineArn.includes("/")) context.machines.get(stateMachineArn);
  return { machineArn: stateMachineArn };
};

const listed = (execution: StoredExecution, mapRunArn: string | undefined): Json => ({
  executionArn: execution.arn,
  stateMachineArn: execution.machineArn,
  ...startedBy(execution),
  name: execution.name,
  status: execution.status,
  startDate: seconds(execution.startedAt),
  ...(execution.stoppedAt === undefined ? {} : { stopDate: seconds(execution.stoppedAt) }),
  ...(mapRunArn === undefined ? {} : { mapRunArn, itemCount: execution.itemCount ?? 1 }),
  ...redrives(execution),
});

export const getExecutionHistory = action(
  z.strictObject({
    executionArn: arnSchema,
    maxResults: maxResultsSchema,
    reverseOrder: z.boolean().optional(),
    nextToken: nextTokenSchema(),
    includeExecutionData: z.boolean().optional(),
  }),
  (context, { executionArn, maxResults, reverseOrder = false, nextToken, includeExecutionData = true }) => {
    const { id } = findExecution(context, executionArn);
    const found = context.tables.events.page({
      executionId: id,
      after: nextToken === undefined ? undefined : positionIn(nextToken),
      isReversed: reverseOrder,
      limit: maxResults + 1,
    });
    const { items, ...more } = pageOf(found, maxResults, (last) => last.id);
    return { events: items.map((event) => toHistoryEvent(event, includeExecutionData)), ...more };
  },
);

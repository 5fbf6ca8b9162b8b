import type { Json } from "../../../ports.ts";
import type { JournalEvent } from "../journal/history-event.ts";
import { limits } from "../limits.ts";
import { childMachineArn, labelFor, machineArnOf } from "../names.ts";
import { payloadOf } from "../payload.ts";
import type { Outcome, Visit } from "../run/visit.ts";
import { errorAndCause, StateFailure, stateErrors } from "../state-failure.ts";
import { itemsOf } from "../states/map-items.ts";
import { type ChildInput, childInputs } from "./child-inputs.ts";
import { authorize, dispatch, noteRedrive, redriveChildren } from "./children.ts";
import type { MapRun } from "./map-runs.ts";
import { readItems } from "./read-items.ts";
import { collectResults, manifestKey, writeResults } from "./results.ts";
import { evaluateSettings, type MapSettings, mapSettingsSchema } from "./settings.ts";

/** Runs its processor for every item, or batch of items, in child executions of their own. */
export const runDistributedMap = async (visit: Visit<"Map">): Promise<Outcome> => {
  const { branch, state } = visit;
  const { run, settings, items } = await begin(visit);
  const { machinery } = branch.execution;
  const stopChildren = branch.scope.onClose(() => machinery.running.abortMapRun(run));
  try {
    const result = await finish(visit, run, settings, items);
    if (!branch.recall("MapStateSucceeded")) branch.record("MapStateSucceeded", {});
    return await visit.conclude(state, payloadOf(result), { next: state.Next, reach: { result } });
  } finally {
    stopChildren();
  }
};

interface Begun {
  readonly run: MapRun;
  readonly settings: MapSettings;
  /** undefined: they come from S3. */
  readonly items: readonly Json[] | undefined;
}

const begin = async (visit: Visit<"Map">): Promise<Begun> => {
  const { branch, state } = visit;
  const items = state.ItemReader === undefined ? await itemsOf(visit) : undefined;
  const hasStarted = branch.recall("MapStateStarted") !== undefined;
  const begun = branch.recall("MapRunStarted");
  if (begun) return { ...recallRun(visit, begun), items };
  const settings = await evaluateSettings(visit);
  const run = await startRun(visit);
  if (!hasStarted) branch.record("MapStateStarted", { length: items?.length ?? 0 });
  branch.record("MapRunStarted", { mapRunArn: run.row.arn }, { mapRun: run.row.id, settings });
  return { run, settings, items };
};

const recallRun = (visit: Visit<"Map">, begun: JournalEvent): Pick<Begun, "run" | "settings"> => ({
  run: visit.branch.execution.machinery.mapRuns.get(Number(begun.decision?.mapRun)),
  settings: mapSettingsSchema.parse(begun.decision?.settings),
});

const startRun = async (visit: Visit<"Map">): Promise<MapRun> => {
  const { state, name, branch } = visit;
  const { machinery, row } = branch.execution;
  const count = { least: 0, most: Number.MAX_SAFE_INTEGER, isWhole: true };
  const percentage = { least: 0, most: 100, isWhole: false };
  const { MaxConcurrency, ToleratedFailureCount, ToleratedFailurePercentage } = state;
  const concurrency = await visit.evaluateNumber("MaxConcurrency", MaxConcurrency ?? 0, count);
  const most = limits.distributedMapConcurrency;
  return machinery.mapRuns.start({
    executionId: row.id,
    stateName: name,
    childMachineArn: childMachineArn(row.machineArn, state.Label ?? labelFor(name)),
    startedAt: Math.round(machinery.clock.now()),
    maxConcurrency: concurrency === 0 ? most : Math.min(concurrency, most),
    toleratedCount:
      ToleratedFailureCount === undefined
        ? undefined
        : await visit.evaluateNumber("ToleratedFailureCount", ToleratedFailureCount, count),
    toleratedPercentage:
      ToleratedFailurePercentage === undefined
        ? undefined
        : await visit.evaluateNumber("ToleratedFailurePercentage", ToleratedFailurePercentage, percentage),
  });
};

/** The run's result: where its results were written, or the results. Rejects with what made it fail. */
const finish = async (
  visit: Visit<"Map">,
  run: MapRun,
  settings: MapSettings,
  items: readonly Json[] | undefined,
): Promise<Json> => {
  const { branch } = visit;
  if (branch.recall("MapRunSucceeded")) return resultOf(visit, run, settings);
  const { machinery, row } = branch.execution;
  noteRedrive(visit, run);
  const inputs = openInputs(visit, settings, items, run.startedItems);
  const end = (status: "SUCCEEDED" | "FAILED"): void =>
    machinery.mapRuns.end(run, status, Math.round(machinery.clock.now()), run.startedExecutions);
  try {
    authorize(visit, "StartExecution", machineArnOf(row.machineArn));
    await redriveChildren(visit, run);
    await dispatch(visit, run, inputs);
    await branch.scope.guard(machinery.journal.committed());
    await branch.scope.guard(write(visit, run, settings, inputs));
  } catch (error) {
    if (!(error instanceof StateFailure)) throw error;
    const failure = await afterFailure(visit, run, settings, inputs, error);
    end("FAILED");
    branch.record("MapRunFailed", errorAndCause(failure));
    throw failure.told();
  } finally {
    await inputs.return(undefined);
  }
  end("SUCCEEDED");
  branch.record("MapRunSucceeded", {});
  return resultOf(visit, run, settings);
};

const openInputs = (
  visit: Visit<"Map">,
  settings: MapSettings,
  items: readonly Json[] | undefined,
  skip: number,
): AsyncGenerator<ChildInput> => {
  const { machinery, row } = visit.branch.execution;
  const source =
    settings.source.kind === "items"
      ? (items ?? [])
      : readItems(machinery.objects, machinery.principalOf(row.roleArn), settings.source);
  return childInputs(visit, settings, source, skip);
};

/** Stops what still runs and writes what there is, so that nothing is lost; a failure of that is told instead. */
const afterFailure = async (
  visit: Visit<"Map">,
  run: MapRun,
  settings: MapSettings,
  inputs: AsyncGenerator<ChildInput>,
  failure: StateFailure,
): Promise<StateFailure> => {
  const { machinery } = visit.branch.execution;
  machinery.running.abortChildren(run);
  if (failure.error === stateErrors.resultWriterFailed) return failure;
  try {
    await visit.branch.scope.guard(machinery.journal.committed());
    await visit.branch.scope.guard(write(visit, run, settings, inputs));
    return failure;
  } catch (error) {
    if (error instanceof StateFailure) return error;
    throw error;
  }
};

const write = async (
  visit: Visit<"Map">,
  run: MapRun,
  { writer }: MapSettings,
  inputs: AsyncGenerator<ChildInput>,
): Promise<void> => {
  if (!writer) return;
  const { machinery, row } = visit.branch.execution;
  const to = { ...writer, objects: machinery.objects, principal: machinery.principalOf(row.roleArn) };
  const config = visit.state.ResultWriter?.WriterConfig;
  await writeResults(machinery.executions, run, to, config, remaining(inputs));
};

async function* remaining(inputs: AsyncGenerator<ChildInput>): AsyncGenerator<string> {
  for await (const { payload } of inputs) yield payload.text;
}

const resultOf = (visit: Visit<"Map">, run: MapRun, { writer }: MapSettings): Json => {
  const { executions } = visit.branch.execution.machinery;
  if (!writer) return collectResults(executions, run, visit.state.ResultWriter?.WriterConfig);
  const Key = manifestKey(run, writer.prefix);
  return { MapRunArn: run.row.arn, ResultWriterDetails: { Bucket: writer.bucket, Key } };
};

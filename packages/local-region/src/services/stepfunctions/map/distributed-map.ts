import type { Json, Principal } from "../../../ports.ts";
import type { Outcome, StateExecution } from "../interpreter/state-execution.ts";
import type { JournalEvent } from "../journal/history-event.ts";
import { limits } from "../limits.ts";
import { childMachineArn, labelFor, machineArnOf } from "../names.ts";
import { payloadOf } from "../payload.ts";
import { errorAndCause, StateFailure, stateErrors } from "../state-failure.ts";
import { itemsOf } from "../states/map-items.ts";
import type { ChildInput } from "./child-executions.ts";
import { childInputs } from "./child-inputs.ts";
import { authorize, dispatch, recordRedrive, redriveChildren } from "./children.ts";
import type { Item } from "./item.ts";
import type { MapContext } from "./map-context.ts";
import type { MapRun } from "./map-runs.ts";
import { readItems } from "./read-items.ts";
import { collectResults, manifestKey, writeResults } from "./results.ts";
import { evaluateBounds, evaluateSettings, type MapSettings, mapSettingsSchema } from "./settings.ts";

/** Runs its processor for every item, or batch of items, in child executions of their own. */
export const runDistributedMap = async (
  stateExecution: StateExecution<"Map">,
  context: MapContext,
): Promise<Outcome> => {
  const { branch, state } = stateExecution;
  const opened = await open(stateExecution, context);
  const stopChildren = branch.scope.onClose(() => context.children.abortMapRun(opened.run));
  try {
    const ended = await finish(opened);
    if (!branch.replay("MapStateSucceeded")) branch.record("MapStateSucceeded", {});
    // On AWS the state's end follows what came before the run's end.
    branch.followBefore(ended);
    const result = resultOf(opened);
    return await stateExecution.conclude(state, payloadOf(result), { next: state.Next, inputs: { result } });
  } finally {
    stopChildren();
  }
};

/** A Map run, with the state that it belongs to. */
interface OpenMapRun {
  readonly stateExecution: StateExecution<"Map">;
  readonly context: MapContext;
  readonly run: MapRun;
  readonly settings: MapSettings;
  /** undefined: they come from S3. */
  readonly items: readonly Item[] | undefined;
}

/** Starts the run, or opens the one that the history has. */
const open = async (stateExecution: StateExecution<"Map">, context: MapContext): Promise<OpenMapRun> => {
  const { branch, state } = stateExecution;
  const items = state.ItemReader === undefined ? await itemsOf(stateExecution) : undefined;
  if (!branch.replay("MapStateStarted")) branch.record("MapStateStarted", { length: items?.length ?? 0 });
  const started = branch.replay("MapRunStarted");
  if (started) {
    const run = context.mapRuns.get(Number(started.decision?.mapRun));
    const settings = mapSettingsSchema.parse(started.decision?.settings);
    return counting({ stateExecution, context, run, settings, items });
  }
  const settings = await evaluateSettings(stateExecution);
  const run = await startRun(stateExecution, context);
  branch.record("MapRunStarted", { mapRunArn: run.row.arn }, { mapRun: run.row.id, settings });
  return counting({ stateExecution, context, run, settings, items });
};

/** Who counts a data set on behalf of somebody who asks how far the run is: no role pays for that. */
const counter: Principal = { kind: "owner" };

/** Lets the run count its items. A data set on S3 is read for that once, and only when somebody asks. */
const counting = (opened: OpenMapRun): OpenMapRun => {
  const { run, items, settings, context } = opened;
  const { source } = settings;
  run.isBatched = settings.batch !== undefined;
  let counted: Promise<number | undefined> | undefined;
  run.countItems = () => {
    counted ??=
      source.kind === "items"
        ? Promise.resolve(items?.length)
        : countOf(readItems(context.objects, counter, source)).catch(() => undefined);
    return counted;
  };
  return opened;
};

const countOf = async (items: AsyncIterable<Item>): Promise<number> => {
  let count = 0;
  for await (const _ of items) count += 1;
  return count;
};

const startRun = async (
  stateExecution: StateExecution<"Map">,
  { mapRuns, clock }: Pick<MapContext, "mapRuns" | "clock">,
): Promise<MapRun> => {
  const { state, name, branch } = stateExecution;
  const { row } = branch.execution;
  const { maxConcurrency, ...tolerated } = await evaluateBounds(stateExecution);
  const most = limits.distributedMapConcurrency;
  return mapRuns.start({
    executionId: row.id,
    stateName: name,
    childMachineArn: childMachineArn(row.machineArn, state.Label ?? labelFor(name)),
    startedAt: Math.round(clock.now()),
    maxConcurrency: maxConcurrency === 0 ? most : Math.min(maxConcurrency, most),
    ...tolerated,
  });
};

/** Runs all children. Resolves to the event of the run's success; rejects with what made it fail. */
const finish = async (opened: OpenMapRun): Promise<JournalEvent> => {
  const { stateExecution, context, run } = opened;
  const { branch } = stateExecution;
  const ended = branch.replay("MapRunSucceeded");
  if (ended) return ended;
  recordRedrive(stateExecution, context, run);
  const inputs = openInputs(opened, run.startedItems);
  const end = (status: "SUCCEEDED" | "FAILED"): void =>
    context.mapRuns.end(run, status, Math.round(context.clock.now()), run.startedExecutions);
  try {
    const machineArn = machineArnOf(branch.execution.row.machineArn);
    authorize(stateExecution, context.permissions, "StartExecution", machineArn);
    await redriveChildren(stateExecution, context, run);
    await dispatch(stateExecution, context, run, inputs);
    await commitAndWrite(opened, inputs);
  } catch (error) {
    if (!(error instanceof StateFailure)) throw error;
    const failure = await afterFailure(opened, inputs, error);
    end("FAILED");
    branch.record("MapRunFailed", errorAndCause(failure));
    throw failure.withoutEvent();
  } finally {
    await inputs.return(undefined);
  }
  end("SUCCEEDED");
  return branch.record("MapRunSucceeded", {});
};

/** `skip`: items that the children started so far already have. */
const openInputs = (
  { stateExecution, context, settings, items }: OpenMapRun,
  skip: number,
): AsyncGenerator<ChildInput> => {
  const { source } = settings;
  const all =
    source.kind === "items"
      ? (items ?? [])
      : readItems(context.objects, principalOf({ stateExecution, context }), source);
  return childInputs(stateExecution, settings, all, skip);
};

/** Ends the children that still run and writes the results there are. A failure of that takes the place of `failure`. */
const afterFailure = async (
  opened: OpenMapRun,
  inputs: AsyncGenerator<ChildInput>,
  failure: StateFailure,
): Promise<StateFailure> => {
  opened.context.children.abortChildren(opened.run);
  if (failure.error === stateErrors.resultWriterFailed) return failure;
  try {
    await commitAndWrite(opened, inputs);
    return failure;
  } catch (error) {
    if (error instanceof StateFailure) return error;
    throw error;
  }
};

/** Writes the results, where the state has a ResultWriter, once all children are on the disk. */
const commitAndWrite = async (opened: OpenMapRun, inputs: AsyncGenerator<ChildInput>): Promise<void> => {
  const { scope } = opened.stateExecution.branch;
  await scope.guard(opened.context.journal.committed());
  await scope.guard(write(opened, inputs));
};

const write = async (
  { stateExecution, context, run, settings: { writer } }: OpenMapRun,
  inputs: AsyncGenerator<ChildInput>,
): Promise<void> => {
  if (!writer) return;
  const to = { ...writer, objects: context.objects, principal: principalOf({ stateExecution, context }) };
  const config = stateExecution.state.ResultWriter?.WriterConfig;
  await writeResults(context.executions, run, to, config, remaining(inputs));
};

const principalOf = ({ stateExecution, context }: Pick<OpenMapRun, "stateExecution" | "context">) =>
  context.permissions.principalOf(stateExecution.branch.execution.row.roleArn);

async function* remaining(inputs: AsyncGenerator<ChildInput>): AsyncGenerator<string> {
  for await (const { payload } of inputs) yield payload.text;
}

/** Where the results were written, or the results. */
const resultOf = ({ stateExecution, context, run, settings: { writer } }: OpenMapRun): Json => {
  const config = stateExecution.state.ResultWriter?.WriterConfig;
  if (!writer) return collectResults(context.executions, run, config);
  const Key = manifestKey(run, writer.prefix);
  return { MapRunArn: run.row.arn, ResultWriterDetails: { Bucket: writer.bucket, Key } };
};

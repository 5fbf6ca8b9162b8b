import { AwsError } from "../../../ports.ts";
import type { StateExecution } from "../interpreter/state-execution.ts";
import type { StoredExecution } from "../journal/executions.ts";
import type { Permissions } from "../permissions.ts";
import { StateFailure } from "../state-failure.ts";
import type { ChildInput } from "./child-executions.ts";
import type { MapContext } from "./map-context.ts";
import { beyondTolerance, type MapRun } from "./map-runs.ts";

/**
 * Throws StateFailure when the role lacks the right. AWS documents no name for this error: it is named like those of
 * calls.
 */
export const authorize = (
  { branch }: StateExecution<"Map">,
  { principalOf, authorize: check }: Permissions,
  action: "StartExecution" | "RedriveExecution",
  arn: string,
): void => {
  try {
    check(principalOf(branch.execution.row.roleArn), action, arn);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new StateFailure(`StepFunctions.${error.code}`, error.message);
  }
};

/** How many children are started before waiting until they are on the disk. */
const startsPerCommit = 100;

/** Redrives the run with its execution, once for each redrive, unless the run had succeeded. */
export const recordRedrive = (
  { branch }: StateExecution<"Map">,
  { mapRuns, clock }: Pick<MapContext, "mapRuns" | "clock">,
  run: MapRun,
): void => {
  let last = branch.lastEventId;
  for (let event = branch.replay("MapRunRedriven"); event; event = branch.replay("MapRunRedriven"))
    last = event.id;
  if (last > branch.execution.redriveEventId) return;
  mapRuns.redrive(run, Math.round(clock.now()));
  branch.record("MapRunRedriven", { mapRunArn: run.row.arn, redriveCount: run.redriveCount });
};

const redrivePage = 100;

/** Redrives the failed children, each from its last unfinished state. */
export const redriveChildren = async (
  stateExecution: StateExecution<"Map">,
  { executions, children, journal, permissions }: MapContext,
  run: MapRun,
): Promise<void> => {
  const { redriveCount: mapRedrive } = run;
  if (mapRedrive === 0) return;
  const { execution, scope } = stateExecution.branch;
  const name = `redriven children of ${run.row.id}.${mapRedrive}`;
  const below = Number(await execution.memo(name, () => run.startedExecutions));
  const pageFrom = (fromIndex: number): StoredExecution[] =>
    executions.toRedrive(run.row.id, { mapRedrive, fromIndex, below }, redrivePage);
  run.pendingRedrive = executions.countToRedrive(run.row.id, { mapRedrive, fromIndex: 0, below });
  for (let page = pageFrom(0); page.length > 0; page = pageFrom((page.at(-1)?.itemIndex ?? below) + 1)) {
    for (const child of page) {
      await until(stateExecution, run, () => run.hasRoom);
      authorize(stateExecution, permissions, "RedriveExecution", child.arn);
      children.redriveChild(run, child, stateExecution.state.processor);
    }
    await scope.guard(journal.committed());
  }
};

/**
 * Starts a child for each input, at most as many at once as the run allows, and waits for all. Rejects when too many
 * failed.
 */
export const dispatch = async (
  stateExecution: StateExecution<"Map">,
  { children, journal, mapRuns }: Pick<MapContext, "children" | "journal" | "mapRuns">,
  run: MapRun,
  inputs: AsyncGenerator<ChildInput>,
): Promise<void> => {
  const { branch, state } = stateExecution;
  for (;;) {
    await until(stateExecution, run, () => run.hasRoom);
    const { done, value: input } = await branch.scope.guard(inputs.next());
    if (done) break;
    children.startChild(branch.execution.row, run, state.processor, input);
    if (run.startedExecutions % startsPerCommit === 0) {
      await branch.scope.guard(journal.committed());
    }
  }
  mapRuns.setTotals(run);
  await until(stateExecution, run, () => run.isIdle);
};

const until = async (
  stateExecution: StateExecution<"Map">,
  run: MapRun,
  isMet: () => boolean,
): Promise<void> => {
  for (;;) {
    if (run.isBeyondTolerance) throw beyondTolerance();
    if (isMet()) return;
    await stateExecution.branch.scope.wait<void>(({ resolve }) => {
      run.onChange = resolve;
      return () => {
        run.onChange = undefined;
      };
    });
  }
};

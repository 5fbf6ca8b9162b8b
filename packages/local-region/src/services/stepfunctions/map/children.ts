import { AwsError } from "../../../ports.ts";
import type { StoredExecution } from "../journal/executions.ts";
import type { Visit } from "../run/visit.ts";
import { StateFailure, stateErrors } from "../state-failure.ts";
import type { ChildInput } from "./child-inputs.ts";
import type { MapRun } from "./map-runs.ts";

/** A role without the right fails the map, as a call of that service would. AWS documents no name for this error. */
export const authorize = (
  visit: Visit<"Map">,
  action: "StartExecution" | "RedriveExecution",
  arn: string,
): void => {
  const { machinery, row } = visit.branch.execution;
  try {
    machinery.authorize(machinery.principalOf(row.roleArn), action, arn);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new StateFailure(`StepFunctions.${error.code}`, error.message);
  }
};

/** How many children are started before waiting until they are on the disk. */
const startsPerCommit = 100;

/** The execution was redriven while the run had not succeeded: the run is redriven with it, once. */
export const noteRedrive = (visit: Visit<"Map">, run: MapRun): void => {
  const { branch } = visit;
  const { machinery, redriveEventId } = branch.execution;
  let last = branch.lastEventId;
  for (let past = branch.recall("MapRunRedriven"); past; past = branch.recall("MapRunRedriven"))
    last = past.id;
  if (last > redriveEventId) return;
  machinery.mapRuns.redrive(run, Math.round(machinery.clock.now()));
  branch.record("MapRunRedriven", { mapRunArn: run.row.arn, redriveCount: run.redriveCount });
};

const redrivePage = 100;

/** Lets the children run again that did not succeed, each from where it had come to. */
export const redriveChildren = async (visit: Visit<"Map">, run: MapRun): Promise<void> => {
  const { redriveCount: mapRedrive } = run;
  if (mapRedrive === 0) return;
  const { execution } = visit.branch;
  const { executions, running } = execution.machinery;
  const name = `redriven children of ${run.row.id}.${mapRedrive}`;
  const below = Number(await execution.memo(name, () => run.startedExecutions));
  const pageFrom = (fromIndex: number): StoredExecution[] =>
    executions.toRedrive(run.row.id, { mapRedrive, fromIndex, below }, redrivePage);
  run.pendingRedrive = executions.countToRedrive(run.row.id, { mapRedrive, fromIndex: 0, below });
  for (let page = pageFrom(0); page.length > 0; page = pageFrom((page.at(-1)?.itemIndex ?? below) + 1)) {
    for (const child of page) {
      await until(visit, run, () => run.hasRoom);
      authorize(visit, "RedriveExecution", child.arn);
      running.redriveChild(execution.machinery, run, child, visit.state.processor);
    }
    await visit.branch.scope.guard(execution.machinery.journal.committed());
  }
};

/** Starts a child for each input as there is room, and waits for all. Rejects when too many failed. */
export const dispatch = async (
  visit: Visit<"Map">,
  run: MapRun,
  inputs: AsyncGenerator<ChildInput>,
): Promise<void> => {
  const { branch, state } = visit;
  const { machinery } = branch.execution;
  for (;;) {
    await until(visit, run, () => run.hasRoom);
    const { done, value: input } = await branch.scope.guard(inputs.next());
    if (done) break;
    machinery.running.startChild(branch.execution, run, state.processor, input);
    if (run.startedExecutions % startsPerCommit === 0) {
      await branch.scope.guard(machinery.journal.committed());
    }
  }
  machinery.mapRuns.setTotals(run);
  await until(visit, run, () => run.isIdle);
};

const until = async (visit: Visit<"Map">, run: MapRun, isMet: () => boolean): Promise<void> => {
  for (;;) {
    if (run.isBeyondTolerance) {
      throw new StateFailure(
        stateErrors.exceedToleratedFailureThreshold,
        "The specified tolerated failure threshold was exceeded",
      );
    }
    if (isMet()) return;
    await visit.branch.scope.wait<void>(({ resolve }) => {
      run.onChange = resolve;
      return () => {
        run.onChange = undefined;
      };
    });
  }
};

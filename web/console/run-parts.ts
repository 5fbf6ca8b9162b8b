import type { Run } from "./run-data.ts";
import type { ChildCounts } from "./states.ts";

/** What the maps over the parts of the roster say of a run. */
type Parts = Pick<Run, "mapRuns"> & {
  readonly record: Pick<NonNullable<Run["record"]>, "students"> | undefined;
};

const added = (a: ChildCounts, b: ChildCounts): ChildCounts => ({
  pending: a.pending + b.pending,
  running: a.running + b.running,
  succeeded: a.succeeded + b.succeeded,
  failed: a.failed + b.failed,
  timedOut: a.timedOut + b.timedOut,
  aborted: a.aborted + b.aborted,
  total: a.total + b.total,
});

/** All parts of the roster together; those that the run has not come to are waiting. undefined: it has come to none. */
export const countsOf = ({ mapRuns, record }: Parts): ChildCounts | undefined => {
  const [first, ...others] = mapRuns.map(({ executionCounts }) => executionCounts);
  if (!first) return undefined;
  const sum = others.reduce(added, first);
  const rest = Math.max((record?.students ?? 0) - sum.total, 0);
  return { ...sum, total: sum.total + rest, pending: sum.pending + rest };
};

export const failedIn = ({ failed, timedOut }: ChildCounts): number => failed + timedOut;

/** The last part in which somebody has failed; without any, the last that the run has come to. */
export const partToShow = ({ mapRuns }: Pick<Run, "mapRuns">): number => {
  const withFailed = mapRuns.map(({ executionCounts }) => failedIn(executionCounts) > 0).lastIndexOf(true);
  return withFailed < 0 ? mapRuns.length - 1 : withFailed;
};

import type { Branch } from "../interpreter/branch.ts";
import { StateFailure } from "../state-failure.ts";

/** A fork and the result of what runs in it. */
export interface ForkRun<T> {
  readonly fork: Branch;
  readonly result: Promise<T>;
  /** Records that it failed; called only for the first that does, since that ends the others. */
  readonly recordFailed?: () => void;
}

/**
 * Runs forks 0 to `count` - 1, at most `concurrency` at once, and gives their results in that order. When one fails, the
 * others are ended, no more are started, and the next event of the history follows on the last one of the failed fork.
 * `prepare` gives the function that starts a fork; `after` is the fork for whose end it had to wait.
 */
export const runForks = async <T>(
  branch: Branch,
  count: number,
  concurrency: number,
  prepare: (index: number) => Promise<(after: Branch | undefined) => ForkRun<T>>,
): Promise<T[]> => {
  const results: T[] = [];
  const active = new Set<Branch>();
  let next = 0;
  let hasFailed = false;
  const endOthers = (run: ForkRun<T> | undefined, error: unknown): void => {
    hasFailed = true;
    const failed = run?.fork;
    if (branch.scope.isClosed || failed?.scope.isClosed) return;
    if (error instanceof StateFailure) run?.recordFailed?.();
    if (failed) branch.follow(failed);
    const endsOthers = active.size > (failed ? 1 : 0);
    for (const fork of active) {
      if (fork !== failed) fork.abort(branch.lastEventId);
      else if (endsOthers || !fork.isIteration) fork.recordFailedTask(branch.lastEventId);
    }
    if (failed) branch.join(failed);
  };
  const runOne = async (index: number, after: Branch | undefined): Promise<Branch | undefined> => {
    let run: ForkRun<T> | undefined;
    try {
      const start = await prepare(index);
      if (hasFailed) return undefined;
      run = start(after);
      const { fork } = run;
      active.add(fork);
      results[index] = await run.result;
      active.delete(fork);
      branch.follow(fork);
      branch.join(fork);
      return fork;
    } catch (error) {
      if (hasFailed) return run?.fork;
      endOthers(run, error);
      throw run && error instanceof StateFailure ? error.withoutEvent() : error;
    }
  };
  const worker = async (): Promise<void> => {
    let after: Branch | undefined;
    while (next < count && !hasFailed) after = await runOne(next++, after);
  };
  await Promise.all(Array.from({ length: Math.min(count, concurrency) }, worker));
  return results;
};

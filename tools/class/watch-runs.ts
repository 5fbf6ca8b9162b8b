import type { Engine } from "local-region";
import { Watch } from "./watch.ts";

type RunEvent = Parameters<Parameters<Engine["onEvent"]>[0]>[0];

export type RunWatch = Watch<RunEvent>;

/**
 * The events of grading runs, not of their children, from now on.
 *
 * @param timeoutMs how long one wait may take, in real time.
 */
export const watchRuns = (engine: Engine, timeoutMs: number): RunWatch => {
  const watch = new Watch<RunEvent>(timeoutMs);
  engine.onEvent((event) => {
    if (!event.executionArn.includes("/")) watch.add(event);
  });
  return watch;
};

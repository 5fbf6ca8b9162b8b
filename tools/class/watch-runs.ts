import type { Engine } from "local-region";
import { Watch } from "./watch.ts";

export type RunEvent = Parameters<Parameters<Engine["onEvent"]>[0]>[0];

export type RunWatch = Watch<RunEvent>;

/**
 * The events of a state machine's executions, not of their children, from now on.
 *
 * @param stateMachineArn whose executions; "" for a machine that the course does not have.
 * @param timeoutMs how long one wait may take, in real time.
 */
export const watchRuns = (engine: Engine, stateMachineArn: string, timeoutMs: number): RunWatch => {
  const watch = new Watch<RunEvent>(timeoutMs);
  const executions = `${stateMachineArn.replace(":stateMachine:", ":execution:")}:`;
  engine.onEvent((event) => {
    if (event.executionArn.startsWith(executions)) watch.add(event);
  });
  return watch;
};

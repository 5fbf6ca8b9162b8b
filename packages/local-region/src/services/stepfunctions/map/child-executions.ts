import type { Program } from "../definition/program.ts";
import type { ExecutionRow, StoredExecution } from "../journal/executions.ts";
import type { Payload } from "../payload.ts";
import type { MapRun } from "./map-runs.ts";

/** What one child execution starts with, and how many items it stands for. */
export interface ChildInput {
  readonly payload: Payload;
  readonly itemCount: number;
}

/** Starts and ends the child executions of Map runs. */
export interface ChildExecutions {
  /** `parent`: the execution that the run belongs to. */
  startChild(parent: ExecutionRow, run: MapRun, program: Program, input: ChildInput): void;
  /** Redrives a child that failed, with its Map run's redrive. */
  redriveChild(run: MapRun, child: StoredExecution, program: Program): void;
  /** Ends the children that still run. */
  abortChildren(run: MapRun): void;
  /** Ends the run and its children, because the execution that the run belongs to ended first. */
  abortMapRun(run: MapRun): void;
}

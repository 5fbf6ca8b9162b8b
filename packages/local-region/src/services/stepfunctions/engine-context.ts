import type { Clock } from "../../clock.ts";
import type { Programs } from "./definition/programs.ts";
import type { RunningExecutions } from "./interpreter/running-executions.ts";
import type { Journal } from "./journal/journal.ts";
import type { Tables } from "./journal/tables.ts";
import type { Expressions } from "./jsonata/expression.ts";
import type { MachineVersions } from "./machine-versions.ts";
import type { Machines } from "./machines.ts";
import type { MapRuns } from "./map/map-runs.ts";
import type { Permissions } from "./permissions.ts";
import type { CalledServices } from "./tasks/calls.ts";
import type { TaskTokens } from "./tasks/task-tokens.ts";

/** The parts that the API works with, one of each an engine. A function names those that it needs. */
export interface EngineContext {
  readonly clock: Clock;
  readonly journal: Journal;
  readonly tables: Tables;
  readonly machines: Machines;
  readonly versions: MachineVersions;
  readonly programs: Programs;
  readonly running: RunningExecutions;
  readonly mapRuns: MapRuns;
  readonly tokens: TaskTokens;
  readonly services: CalledServices;
  readonly expressions: Expressions;
  readonly permissions: Permissions;
}

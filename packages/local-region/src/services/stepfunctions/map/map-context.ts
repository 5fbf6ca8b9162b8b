import type { Clock } from "../../../clock.ts";
import type { Objects } from "../../../ports.ts";
import type { ExecutionsTable } from "../journal/executions.ts";
import type { Journal } from "../journal/journal.ts";
import type { Permissions } from "../permissions.ts";
import type { ChildExecutions } from "./child-executions.ts";
import type { MapRuns } from "./map-runs.ts";

/** What Distributed Maps work with. */
export interface MapContext {
  readonly clock: Clock;
  readonly journal: Pick<Journal, "committed">;
  readonly executions: ExecutionsTable;
  readonly mapRuns: MapRuns;
  readonly children: ChildExecutions;
  readonly objects: Objects;
  readonly permissions: Permissions;
}

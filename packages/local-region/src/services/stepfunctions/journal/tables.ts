import type { DatabaseSync } from "node:sqlite";
import { EventsTable } from "./events.ts";
import { ExecutionsTable } from "./executions.ts";
import { MachineVersionsTable } from "./machine-versions.ts";
import { MachinesTable } from "./machines.ts";
import { MapRunsTable } from "./map-runs.ts";

/** What the journal holds, as it was last committed. */
export interface Tables {
  readonly machines: MachinesTable;
  readonly machineVersions: MachineVersionsTable;
  readonly executions: ExecutionsTable;
  readonly events: EventsTable;
  readonly mapRuns: MapRunsTable;
}

export const tablesOf = (database: DatabaseSync): Tables => ({
  machines: new MachinesTable(database),
  machineVersions: new MachineVersionsTable(database),
  executions: new ExecutionsTable(database),
  events: new EventsTable(database),
  mapRuns: new MapRunsTable(database),
});

import type { Clock } from "../../../clock.ts";
import type { Functions, Objects, Principal, Queues } from "../../../ports.ts";
import type { StateType } from "../definition/states.ts";
import type { EventsTable } from "../journal/events.ts";
import type { ExecutionsTable } from "../journal/executions.ts";
import type { Journal } from "../journal/journal.ts";
import type { MapRunsTable } from "../journal/map-runs.ts";
import type { Expressions } from "../jsonata/expression.ts";
import type { MapRuns } from "../map/map-runs.ts";
import type { TaskTokens } from "../tasks/task-tokens.ts";
import type { RunningExecutions } from "./running-executions.ts";
import type { Templates } from "./templates.ts";
import type { Outcome, Visit } from "./visit.ts";

/** Everything that running executions work with; one of each an engine. */
export interface Machinery {
  readonly clock: Clock;
  readonly journal: Journal;
  readonly events: EventsTable;
  readonly executions: ExecutionsTable;
  readonly mapRunsTable: MapRunsTable;
  readonly mapRuns: MapRuns;
  readonly expressions: Expressions;
  readonly templates: Templates;
  readonly tokens: TaskTokens;
  readonly running: RunningExecutions;
  /** One attempt at a state. Handed in, because states with machines nested in them run branches themselves. */
  readonly handle: <T extends StateType>(visit: Visit<T>) => Promise<Outcome>;
  readonly functions: Functions;
  readonly queues: Queues;
  readonly objects: Objects;
  readonly principalOf: (roleArn: string) => Principal;
  /** Throws AwsError when the role may not start, or redrive, the children of a Distributed Map. */
  readonly authorize: (
    principal: Principal,
    action: "StartExecution" | "RedriveExecution",
    arn: string,
  ) => void;
  readonly log: (message: string) => void;
}

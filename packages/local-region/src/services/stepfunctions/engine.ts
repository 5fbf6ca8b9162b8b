import type { DatabaseSync } from "node:sqlite";
import type { Clock } from "../../clock.ts";
import type { AwsService, Functions, Objects, Principal, Queues } from "../../ports.ts";
import { stepFunctionsService } from "./api/service.ts";
import { Programs } from "./definition/programs.ts";
import type { EngineContext } from "./engine-context.ts";
import type { RunBranch } from "./interpreter/branch.ts";
import { branchRunner } from "./interpreter/run-branch.ts";
import { RunningExecutions } from "./interpreter/running-executions.ts";
import { Templates } from "./interpreter/templates.ts";
import { openDatabase } from "./journal/database.ts";
import { type HistoryEvent, toHistoryEvent } from "./journal/history-event.ts";
import { type CommitListener, Journal } from "./journal/journal.ts";
import { OldHistory } from "./journal/old-history.ts";
import { tablesOf } from "./journal/tables.ts";
import { Expressions } from "./jsonata/expression.ts";
import { MachineVersions } from "./machine-versions.ts";
import { Machines } from "./machines.ts";
import type { ChildExecutions } from "./map/child-executions.ts";
import { MapRuns } from "./map/map-runs.ts";
import type { Permissions } from "./permissions.ts";
import { type StartedExecution, type StartRequest, startExecution } from "./start-execution.ts";
import { stateHandler } from "./states/handlers.ts";
import { TaskTokens } from "./tasks/task-tokens.ts";

/** A history event as GetExecutionHistory gives it, with the execution it belongs to. */
export interface ExecutionEvent extends HistoryEvent {
  readonly executionArn: string;
}

export interface EngineOptions {
  /** The journal, a SQLite file; made when it is not there. */
  readonly dataFile: string;
  readonly clock: Clock;
  readonly functions: Functions;
  readonly queues: Queues;
  readonly objects: Objects;
  /**
   * Who an execution acts as.
   * @default - the role itself, its logical id being the name in its ARN
   */
  readonly principalOf?: (roleArn: string) => Principal;
  /**
   * Whether there is such a role; a request for a machine with another is refused.
   * @default - every role exists
   */
  readonly mayAssume?: Permissions["mayAssume"];
  /**
   * Called before a Distributed Map starts or redrives children. Throws AwsError when the role lacks the right.
   * @default - every role may
   */
  readonly authorize?: Permissions["authorize"];
  /**
   * Called with every event once it is on the disk, also with those of executions that continue from before.
   * @default - nothing is called
   */
  readonly onEvent?: (event: ExecutionEvent) => void;
  /** @default - nothing is logged */
  readonly log?: (message: string) => void;
}

/** Runs state machines as Step Functions does. Each execution has a journal that outlives the process. */
export interface Engine {
  /** The Step Functions API. */
  readonly service: AwsService;
  /** Rejects with InvalidDefinition. Running executions keep their definition. */
  createOrUpdateStateMachine(machine: {
    readonly name: string;
    readonly arn: string;
    /** Amazon States Language, JSON text. */
    readonly definition: string;
    readonly roleArn: string;
  }): Promise<void>;
  /** Resolves once the start is on the disk; rejects with AwsError as the API does. */
  startExecution(request: StartRequest): Promise<StartedExecution>;
  /** Calls `listener` with every event once it is on the disk. Returns a function that stops that. */
  onEvent(listener: (event: ExecutionEvent) => void): () => void;
  /** Writes what is pending and stops. Executions continue when the journal is opened again. */
  close(): void;
  /** Stops as a power cut does: what is not on the disk yet is lost. For tests. */
  abandon(): void;
}

const roleItself = (arn: string): Principal => ({
  kind: "role",
  arn,
  logicalId: arn.split("/").at(-1) ?? arn,
});

/** Opens the journal and continues every execution where it was. */
export const openEngine = async (options: EngineOptions): Promise<Engine> => {
  const database = openDatabase(options.dataFile);
  const listeners = new Set<(event: ExecutionEvent) => void>(options.onEvent ? [options.onEvent] : []);
  const context = assemble(database, options, (executionArn, event) => {
    if (listeners.size === 0) return;
    const committed = { ...toHistoryEvent(event, true), executionArn };
    for (const listener of listeners) listener(committed);
  });
  resumeAll(context);
  const oldHistory = new OldHistory(database, context.journal, options.clock);
  // A journal that can't be written has logged that, and stopped.
  oldHistory.keepRemoving().catch(() => undefined);
  const stop = (end: () => void): void => {
    oldHistory.close();
    context.tokens.halt();
    context.running.halt();
    end();
    if (database.isOpen) database.close();
  };
  return {
    service: stepFunctionsService(context, options.log ?? (() => undefined)),
    createOrUpdateStateMachine: async (machine) => {
      await context.machines.put(machine);
    },
    startExecution: (request) => startExecution(context, request),
    onEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => stop(() => context.journal.close()),
    abandon: () => stop(() => context.journal.abandon()),
  };
};

const assemble = (
  database: DatabaseSync,
  options: EngineOptions,
  onCommit: CommitListener,
): EngineContext => {
  const { clock, functions, queues, objects, principalOf = roleItself } = options;
  const { authorize = () => undefined, mayAssume = () => true, log = () => undefined } = options;
  const tables = tablesOf(database);
  const journal = new Journal(database, { onCommit, log });
  const expressions = new Expressions(clock);
  const programs = new Programs(tables.machines, expressions);
  const tokens = new TaskTokens(tables.machines.secret("task tokens"), tables.executions);
  const mapRuns = new MapRuns(journal, tables.mapRuns);
  const permissions = { principalOf, mayAssume, authorize };
  const services = { clock, functions, queues, log };
  const { executions } = tables;
  const runnerFor = (children: ChildExecutions): RunBranch => {
    const states = { clock, journal, tokens, services, permissions, executions, mapRuns, children, objects };
    const handle = stateHandler(states);
    return branchRunner({ clock, journal, templates: new Templates(expressions), handle });
  };
  const running = new RunningExecutions({ clock, journal, tables, tokens, mapRuns, log }, runnerFor);
  const machines = new Machines({ clock, journal, table: tables.machines, programs, expressions });
  const versions = new MachineVersions({ clock, journal, table: tables.machineVersions, machines });
  const parts = { clock, journal, tables, machines, versions, programs, running, mapRuns, tokens };
  return { ...parts, services, expressions, permissions };
};

/** Continues all executions that ran. Map runs come first, with the counts they had before their children continue. */
const resumeAll = ({ tables, mapRuns, programs, running }: EngineContext): void => {
  const open = tables.executions.running();
  for (const { mapRunId } of open) if (mapRunId !== undefined) mapRuns.get(mapRunId);
  for (const execution of open) {
    const { definitionId, mapRunId } = execution;
    const program =
      mapRunId === undefined
        ? programs.get(definitionId)
        : programs.processor(definitionId, mapRuns.get(mapRunId).row.stateName);
    running.resume(execution, program);
  }
};

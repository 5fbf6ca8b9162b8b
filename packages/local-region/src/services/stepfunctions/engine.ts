import type { DatabaseSync } from "node:sqlite";
import type { Clock } from "../../clock.ts";
import type { AwsService, Functions, Objects, Principal, Queues } from "../../ports.ts";
import type { Parts } from "./api/action.ts";
import { stepFunctionsService } from "./api/service.ts";
import { Programs } from "./definition/programs.ts";
import { openDatabase } from "./journal/database.ts";
import { EventsTable } from "./journal/events.ts";
import { ExecutionsTable } from "./journal/executions.ts";
import { type HistoryEvent, toHistoryEvent } from "./journal/history-event.ts";
import { type CommitListener, Journal } from "./journal/journal.ts";
import { MachinesTable } from "./journal/machines.ts";
import { MapRunsTable } from "./journal/map-runs.ts";
import { OldHistory } from "./journal/old-history.ts";
import { Expressions } from "./jsonata/expression.ts";
import { Machines } from "./machines.ts";
import { MapRuns } from "./map/map-runs.ts";
import type { Machinery } from "./run/machinery.ts";
import { RunningExecutions } from "./run/running-executions.ts";
import { Templates } from "./run/templates.ts";
import { type StartedExecution, type StartRequest, startExecution } from "./start-execution.ts";
import { handle } from "./states/handlers.ts";
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
   * Asked before a Distributed Map starts or redrives children; throws AwsError when the role has no right to.
   * @default - every role may
   */
  readonly authorize?: Machinery["authorize"];
  /**
   * Told of every event once it is on the disk, from the first on that an execution which goes on adds.
   * @default - nobody is told
   */
  readonly onEvent?: (event: ExecutionEvent) => void;
  /** @default - nothing is logged */
  readonly log?: (message: string) => void;
}

/** Runs state machines as Step Functions does, each execution a journal that outlives the process. */
export interface Engine {
  /** The Step Functions API. */
  readonly service: AwsService;
  /** Rejects with InvalidDefinition. Executions that run keep the definition they have. */
  createOrUpdateStateMachine(machine: {
    readonly name: string;
    readonly arn: string;
    /** Amazon States Language, JSON text. */
    readonly definition: string;
    readonly roleArn: string;
  }): Promise<void>;
  /** Resolves once the start is on the disk; rejects with AwsError as the API does. */
  startExecution(request: StartRequest): Promise<StartedExecution>;
  /** Calls `listener` for every event once it is on the disk; returns how to stop that. */
  onEvent(listener: (event: ExecutionEvent) => void): () => void;
  /** Writes what is pending and stops. Executions go on when the journal is opened again. */
  close(): void;
  /** Stops as a power cut would: what is not on the disk yet is lost. For tests. */
  abandon(): void;
}

const roleItself = (arn: string): Principal => ({
  kind: "role",
  arn,
  logicalId: arn.split("/").at(-1) ?? arn,
});

/** Opens the journal and takes up every execution where it was. */
export const openEngine = async (options: EngineOptions): Promise<Engine> => {
  const database = openDatabase(options.dataFile);
  const listeners = new Set<(event: ExecutionEvent) => void>(options.onEvent ? [options.onEvent] : []);
  const parts = assemble(database, options, (executionArn, event) => {
    if (listeners.size === 0) return;
    const told = { ...toHistoryEvent(event, true), executionArn };
    for (const listener of listeners) listener(told);
  });
  resumeAll(parts);
  const oldHistory = new OldHistory(database, parts.machinery.journal, options.clock);
  // A journal that can't be written has said so, and stopped.
  oldHistory.keepRemoving().catch(() => undefined);
  const stop = (end: () => void): void => {
    oldHistory.close();
    parts.machinery.tokens.halt();
    parts.machinery.running.halt();
    end();
    if (database.isOpen) database.close();
  };
  return {
    service: stepFunctionsService(parts, parts.machinery.log),
    createOrUpdateStateMachine: async (machine) => {
      await parts.machines.put(machine);
    },
    startExecution: (request) => startExecution(parts, request),
    onEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => stop(() => parts.machinery.journal.close()),
    abandon: () => stop(() => parts.machinery.journal.abandon()),
  };
};

const assemble = (database: DatabaseSync, options: EngineOptions, onCommit: CommitListener): Parts => {
  const { clock, functions, queues, objects, principalOf = roleItself } = options;
  const { authorize = () => undefined, log = () => undefined } = options;
  const executions = new ExecutionsTable(database);
  const machinesTable = new MachinesTable(database);
  const mapRunsTable = new MapRunsTable(database);
  const journal = new Journal(database, { onCommit, log });
  const expressions = new Expressions(clock);
  const programs = new Programs(machinesTable, expressions);
  const machinery: Machinery = {
    clock,
    journal,
    events: new EventsTable(database),
    executions,
    mapRunsTable,
    mapRuns: new MapRuns(journal, mapRunsTable),
    expressions,
    templates: new Templates(expressions),
    tokens: new TaskTokens(machinesTable.secret("task tokens"), executions),
    handle,
    running: new RunningExecutions(executions.highestId()),
    functions,
    queues,
    objects,
    principalOf,
    authorize,
    log,
  };
  const machines = new Machines({ clock, journal, table: machinesTable, programs, expressions });
  return { machinery, machines, machinesTable, programs };
};

/** Map runs first, with what they had before any of their children goes on. */
const resumeAll = ({ machinery, programs }: Parts): void => {
  const running = machinery.executions.running();
  for (const { mapRunId } of running) if (mapRunId !== undefined) machinery.mapRuns.get(mapRunId);
  for (const execution of running) {
    const { id, definitionId, mapRunId } = execution;
    const program =
      mapRunId === undefined
        ? programs.get(definitionId)
        : programs.processor(definitionId, machinery.mapRuns.get(mapRunId).row.stateName);
    const past = { events: machinery.events.all(id), notes: machinery.events.notes(id) };
    machinery.running.resume(machinery, execution, program, past);
  }
};

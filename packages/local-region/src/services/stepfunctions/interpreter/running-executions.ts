import { randomUUID } from "node:crypto";
import type { Clock } from "../../../clock.ts";
import { messageOf, stackOf } from "../../../message-of.ts";
import type { Program } from "../definition/program.ts";
import type { RecordedHistory } from "../journal/events.ts";
import type { Ending, ExecutionRow, StoredExecution } from "../journal/executions.ts";
import type { JournalEvent } from "../journal/history-event.ts";
import type { Journal } from "../journal/journal.ts";
import type { Tables } from "../journal/tables.ts";
import type { ChildExecutions, ChildInput } from "../map/child-executions.ts";
import type { MapRun, MapRuns } from "../map/map-runs.ts";
import { executionArn } from "../names.ts";
import { payloadFrom } from "../payload.ts";
import { errorAndCause, StateFailure, stateErrors } from "../state-failure.ts";
import type { TaskTokens } from "../tasks/task-tokens.ts";
import { type RunBranch, rootBranch } from "./branch.ts";
import { Execution, type Recording } from "./execution.ts";
import { ScopeClosed } from "./scope.ts";

const endingEvents = {
  SUCCEEDED: "ExecutionSucceeded",
  FAILED: "ExecutionFailed",
  TIMED_OUT: "ExecutionTimedOut",
  ABORTED: "ExecutionAborted",
} as const;

export type NewExecution = Omit<ExecutionRow, "id" | "startedAt" | "redriveCount" | "redrivenAt">;

export interface EndedExecution {
  readonly row: ExecutionRow;
  readonly history: RecordedHistory;
  /** Of the request that asked for it. */
  readonly clientToken?: string | undefined;
  /** Of a Map run's child: which redrive of the run takes it up. */
  readonly mapRedrive?: number;
}

/** What starting and ending executions needs. */
export interface ExecutionContext {
  readonly clock: Clock;
  readonly journal: Journal;
  readonly tables: Pick<Tables, "events" | "executions">;
  readonly tokens: TaskTokens;
  readonly mapRuns: MapRuns;
  readonly log: (message: string) => void;
}

/** The executions in memory: those that run, and those whose end is not on the disk yet. */
export class RunningExecutions implements ChildExecutions {
  readonly #context: ExecutionContext;
  readonly #recording: Recording;
  readonly #runBranch: RunBranch;
  readonly #byArn = new Map<string, Execution>();
  #lastId: number;
  #isHalted = false;

  /** `runnerFor`: what runs their states, given these executions to start the children of Distributed Maps with. */
  constructor(context: ExecutionContext, runnerFor: (children: ChildExecutions) => RunBranch) {
    const { clock, journal, tables } = context;
    this.#context = context;
    this.#recording = { clock, journal, events: tables.events };
    this.#runBranch = runnerFor(this);
    this.#lastId = tables.executions.highestId();
  }

  find(arn: string): Execution | undefined {
    return this.#byArn.get(arn);
  }

  /** Starts an execution; it is on the disk once the journal has committed. */
  start(what: NewExecution, program: Program): Execution {
    const { clock, journal, tables } = this.#context;
    this.#lastId += 1;
    const startedAt = Math.round(clock.now());
    const row = { ...what, id: this.#lastId, startedAt, redriveCount: 0 };
    journal.write(() => tables.executions.insert(row));
    const execution = new Execution(this.#recording, row, program);
    execution.append({
      path: "",
      previousEventId: 0,
      type: "ExecutionStarted",
      details: { input: row.input, inputDetails: { truncated: false }, roleArn: row.roleArn },
    });
    this.#launch(execution);
    return execution;
  }

  startChild(parent: ExecutionRow, run: MapRun, program: Program, { payload, itemCount }: ChildInput): void {
    const name = randomUUID();
    const what = {
      name,
      arn: executionArn(run.row.childMachineArn, name),
      machineArn: run.row.childMachineArn,
      definitionId: parent.definitionId,
      roleArn: parent.roleArn,
      input: payload.text,
      mapRunId: run.row.id,
      itemIndex: run.startedExecutions,
      itemCount,
    };
    run.childStarted(itemCount);
    this.start(what, program);
  }

  /** Continues an execution that ran when the region was killed. */
  resume(row: ExecutionRow, program: Program): void {
    const { tables, tokens } = this.#context;
    const execution = new Execution(this.#recording, row, program, tables.events.history(row.id));
    for (const attempt of execution.openTasks()) tokens.open({ executionId: row.id, attempt });
    this.#launch(execution);
  }

  /**
   * Runs an execution that ended again, from its unfinished states. Its end must be on the disk. Returns when, in
   * milliseconds since 1970.
   */
  redrive(ended: EndedExecution, program: Program): number {
    const { clock, journal, tables } = this.#context;
    const { row, history, clientToken, mapRedrive = 0 } = ended;
    const count = row.redriveCount + 1;
    const at = Math.round(clock.now());
    const lastEventId = history.events.at(-1)?.id ?? 0;
    const event: JournalEvent = {
      id: lastEventId + 1,
      previousEventId: lastEventId,
      timestamp: at,
      type: "ExecutionRedriven",
      details: { redriveCount: count },
      path: "",
      ...(clientToken === undefined ? {} : { decision: { clientToken } }),
    };
    journal.write(() => tables.executions.redrive(row.id, { count, at, mapRedrive }));
    journal.append(row, event);
    const events = [...history.events, event];
    const again = { ...row, redriveCount: count, redrivenAt: at };
    this.#launch(new Execution(this.#recording, again, program, { ...history, events }));
    return at;
  }

  redriveChild(run: MapRun, child: StoredExecution, program: Program): void {
    if (child.status === "RUNNING") throw new Error(`The child ${child.arn} runs and so can't be redriven.`);
    const history = this.#context.tables.events.history(child.id);
    run.childRedriven(child.status, child.itemCount ?? 0);
    this.redrive({ row: child, history, mapRedrive: run.redriveCount }, program);
  }

  /** Ends an execution from outside. */
  stop(execution: Execution, error: string | undefined, cause: string | undefined): void {
    const ending: Ending = {
      status: "ABORTED",
      ...(error === undefined ? {} : { error }),
      ...(cause === undefined ? {} : { cause }),
    };
    this.#end(execution, ending, 0);
  }

  abortMapRun(run: MapRun): void {
    if (this.#isHalted) return;
    this.abortChildren(run);
    const { mapRuns, clock } = this.#context;
    mapRuns.end(run, "ABORTED", Math.round(clock.now()), 0);
  }

  abortChildren(run: MapRun): void {
    for (const execution of [...this.#byArn.values()]) {
      if (execution.row.mapRunId === run.row.id && !execution.isOver)
        this.stop(execution, undefined, undefined);
    }
  }

  /** Stops all work, and ends no execution: the journal has what continues them. */
  halt(): void {
    this.#isHalted = true;
    for (const execution of this.#byArn.values()) execution.scope.close();
    this.#byArn.clear();
  }

  #launch(execution: Execution): void {
    this.#byArn.set(execution.row.arn, execution);
    const { timeoutSeconds } = execution.program;
    if (timeoutSeconds !== undefined && execution.row.mapRunId === undefined) {
      const at = (execution.row.redrivenAt ?? execution.row.startedAt) + 1000 * timeoutSeconds;
      const cancel = this.#context.clock.at(at, () => {
        this.#end(execution, { status: "TIMED_OUT" }, 0);
      });
      execution.scope.onClose(cancel);
    }
    void this.#run(execution);
  }

  async #run(execution: Execution): Promise<void> {
    const root = rootBranch(execution);
    try {
      const output = await this.#runBranch(root, execution.program, payloadFrom(execution.row.input));
      this.#end(execution, { status: "SUCCEEDED", output: output.text }, root.lastEventId);
    } catch (error) {
      if (error instanceof ScopeClosed || this.#isHalted) return;
      this.#end(
        execution,
        { status: "FAILED", ...errorAndCause(this.#failureOf(execution, error)) },
        root.lastEventId,
      );
    }
  }

  #failureOf(execution: Execution, error: unknown): StateFailure {
    if (error instanceof StateFailure) return error;
    this.#context.log(`The execution ${execution.row.arn} ended by a fault of the engine: ${stackOf(error)}`);
    return new StateFailure(stateErrors.runtime, messageOf(error));
  }

  #end(execution: Execution, ending: Ending, previousEventId: number): void {
    if (execution.isOver) return;
    execution.isOver = true;
    const { journal, tables, tokens, mapRuns } = this.#context;
    const { row } = execution;
    const { status, ...details } = ending;
    const event = execution.append({
      path: "",
      previousEventId: previousEventId === 0 ? 0 : Math.max(previousEventId, execution.redriveEventId),
      type: endingEvents[status],
      details: "output" in details ? { ...details, outputDetails: { truncated: false } } : details,
    });
    journal.write(() => tables.executions.end(row.id, ending, event.timestamp));
    execution.scope.close();
    tokens.closeAll(row.id);
    if (row.mapRunId !== undefined) mapRuns.find(row.mapRunId)?.childEnded(status, row.itemCount ?? 0);
    // Until its row is on the disk it stays in memory, so that nobody takes the same name meanwhile.
    journal.committed().then(
      () => this.#byArn.delete(row.arn),
      () => undefined,
    );
  }
}

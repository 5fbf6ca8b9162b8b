import { randomUUID } from "node:crypto";
import { messageOf, stackOf } from "../../../message-of.ts";
import type { Program } from "../definition/program.ts";
import type { Ending, ExecutionRow, StoredExecution } from "../journal/executions.ts";
import type { JournalEvent } from "../journal/history-event.ts";
import type { ChildInput } from "../map/child-inputs.ts";
import type { MapRun } from "../map/map-runs.ts";
import { executionArn } from "../names.ts";
import { payloadFrom } from "../payload.ts";
import { errorAndCause, StateFailure, stateErrors } from "../state-failure.ts";
import { Execution, type Past } from "./execution.ts";
import type { Machinery } from "./machinery.ts";
import { runBranch } from "./run-branch.ts";
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
  readonly past: Past;
  /** Of the request that asked for it. */
  readonly clientToken?: string | undefined;
  /** Of a Map run's child: which redrive of the run takes it up. */
  readonly mapRedrive?: number;
}

/** The executions that are in memory: those that run, and those whose end is not on the disk yet. */
export class RunningExecutions {
  readonly #byArn = new Map<string, Execution>();
  #lastId: number;
  #isHalted = false;

  constructor(highestId: number) {
    this.#lastId = highestId;
  }

  find(arn: string): Execution | undefined {
    return this.#byArn.get(arn);
  }

  /** Starts an execution; it is on the disk once the journal has committed. */
  start(machinery: Machinery, what: NewExecution, program: Program): Execution {
    this.#lastId += 1;
    const startedAt = Math.round(machinery.clock.now());
    const row = { ...what, id: this.#lastId, startedAt, redriveCount: 0 };
    machinery.journal.write(() => machinery.executions.insert(row));
    const execution = new Execution(machinery, row, program);
    execution.append({
      path: "",
      previousEventId: 0,
      type: "ExecutionStarted",
      details: { input: row.input, inputDetails: { truncated: false }, roleArn: row.roleArn },
    });
    this.#launch(execution);
    return execution;
  }

  startChild(parent: Execution, run: MapRun, program: Program, { payload, itemCount }: ChildInput): void {
    const name = randomUUID();
    const what = {
      name,
      arn: executionArn(run.row.childMachineArn, name),
      machineArn: run.row.childMachineArn,
      definitionId: parent.row.definitionId,
      roleArn: parent.row.roleArn,
      input: payload.text,
      mapRunId: run.row.id,
      itemIndex: run.startedExecutions,
      itemCount,
    };
    run.childStarted(itemCount);
    this.start(parent.machinery, what, program);
  }

  /** Takes up an execution where the region was killed. */
  resume(machinery: Machinery, row: ExecutionRow, program: Program, past: Past): void {
    const execution = new Execution(machinery, row, program, past);
    for (const attempt of execution.openTasks()) machinery.tokens.open({ executionId: row.id, attempt });
    this.#launch(execution);
  }

  /** Lets an execution that ended run again, from where it had come to. Its end must be on the disk. */
  redrive(machinery: Machinery, ended: EndedExecution, program: Program): number {
    const { row, past, clientToken, mapRedrive = 0 } = ended;
    const count = row.redriveCount + 1;
    const at = Math.round(machinery.clock.now());
    const lastEventId = past.events.at(-1)?.id ?? 0;
    const event: JournalEvent = {
      id: lastEventId + 1,
      previousEventId: lastEventId,
      timestamp: at,
      type: "ExecutionRedriven",
      details: { redriveCount: count },
      path: "",
      ...(clientToken === undefined ? {} : { decision: { clientToken } }),
    };
    machinery.journal.write(() => machinery.executions.redrive(row.id, { count, at, mapRedrive }));
    machinery.journal.append(row, event);
    const events = [...past.events, event];
    const again = { ...row, redriveCount: count, redrivenAt: at };
    this.#launch(new Execution(machinery, again, program, { ...past, events }));
    return at;
  }

  /** A child that did not succeed goes on with its Map run's redrive. */
  redriveChild(machinery: Machinery, run: MapRun, child: StoredExecution, program: Program): void {
    if (child.status === "RUNNING") throw new Error(`The child ${child.arn} runs and so can't be redriven.`);
    const past = { events: machinery.events.all(child.id), notes: machinery.events.notes(child.id) };
    run.childRedriven(child.status, child.itemCount ?? 0);
    this.redrive(machinery, { row: child, past, mapRedrive: run.redriveCount }, program);
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

  /** The execution that the run belongs to ended before the run did. */
  abortMapRun(run: MapRun): void {
    if (this.#isHalted) return;
    const machinery = this.abortChildren(run);
    machinery?.mapRuns.end(run, "ABORTED", Math.round(machinery.clock.now()), 0);
  }

  abortChildren(run: MapRun): Machinery | undefined {
    let machinery: Machinery | undefined;
    for (const execution of [...this.#byArn.values()]) {
      if (execution.row.id === run.row.executionId) machinery = execution.machinery;
      if (execution.row.mapRunId === run.row.id && !execution.isOver)
        this.stop(execution, undefined, undefined);
    }
    return machinery;
  }

  /** Stops without ending anything: the journal has it all. */
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
      const cancel = execution.machinery.clock.at(at, () => {
        this.#end(execution, { status: "TIMED_OUT", error: stateErrors.timeout }, 0);
      });
      execution.scope.onClose(cancel);
    }
    void this.#run(execution);
  }

  async #run(execution: Execution): Promise<void> {
    const root = execution.rootBranch();
    try {
      const output = await runBranch(root, execution.program, payloadFrom(execution.row.input));
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
    execution.machinery.log(
      `The execution ${execution.row.arn} ended by a fault of the engine: ${stackOf(error)}`,
    );
    return new StateFailure(stateErrors.runtime, messageOf(error));
  }

  #end(execution: Execution, ending: Ending, previousEventId: number): void {
    if (execution.isOver) return;
    execution.isOver = true;
    const { machinery, row } = execution;
    const { status, ...details } = ending;
    const event = execution.append({
      path: "",
      previousEventId: previousEventId === 0 ? 0 : Math.max(previousEventId, execution.redriveEventId),
      type: endingEvents[status],
      details: "output" in details ? { ...details, outputDetails: { truncated: false } } : details,
    });
    machinery.journal.write(() => machinery.executions.end(row.id, ending, event.timestamp));
    execution.scope.close();
    machinery.tokens.closeAll(row.id);
    if (row.mapRunId !== undefined)
      machinery.mapRuns.find(row.mapRunId)?.childEnded(status, row.itemCount ?? 0);
    // It stays known by its ARN until its row is on the disk, so that the name can't be taken twice meanwhile.
    machinery.journal.committed().then(
      () => this.#byArn.delete(row.arn),
      () => undefined,
    );
  }
}

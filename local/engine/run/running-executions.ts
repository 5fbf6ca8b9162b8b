import { randomUUID } from "node:crypto";
import type { Program } from "../definition/program.ts";
import type { Ending, ExecutionRow } from "../journal/executions.ts";
import type { JournalEvent } from "../journal/history-event.ts";
import { payloadFrom } from "../json.ts";
import type { ChildInput } from "../map/child-inputs.ts";
import type { MapRun } from "../map/map-runs.ts";
import { executionArn } from "../names.ts";
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
  start(machinery: Machinery, what: Omit<ExecutionRow, "id" | "startedAt">, program: Program): Execution {
    this.#lastId += 1;
    const row = { ...what, id: this.#lastId, startedAt: Math.round(machinery.clock.now()) };
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
    for (const attempt of openTasks(past.events)) machinery.tokens.open({ executionId: row.id, attempt });
    this.#launch(new Execution(machinery, row, program, past));
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
      const at = execution.row.startedAt + 1000 * timeoutSeconds;
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
    const message = error instanceof Error ? error.message : String(error);
    const stack = error instanceof Error ? error.stack : undefined;
    execution.machinery.log(
      `The execution ${execution.row.arn} ended by a fault of the engine: ${stack ?? message}`,
    );
    return new StateFailure(stateErrors.runtime, message);
  }

  #end(execution: Execution, ending: Ending, previousEventId: number): void {
    if (execution.isOver) return;
    execution.isOver = true;
    const { machinery, row } = execution;
    const { status, ...details } = ending;
    const event = execution.append({
      path: "",
      previousEventId,
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

/** Attempts at tasks that wait for an answer, which may come before the execution has been taken up. */
const openTasks = (events: readonly JournalEvent[]): readonly string[] => {
  const lastOn = new Map<string, JournalEvent>();
  const waiting = new Map<string, string>();
  for (const event of events) {
    lastOn.set(event.path, event);
    const waits = event.decision?.waits;
    if (typeof waits === "string") waiting.set(event.path, waits);
  }
  return [...waiting].flatMap(([path, attempt]) => {
    const type = lastOn.get(path)?.type ?? "";
    return ["TaskScheduled", "TaskStarted", "TaskSubmitted"].includes(type) ? [attempt] : [];
  });
};

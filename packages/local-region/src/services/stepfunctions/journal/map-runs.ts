import type { DatabaseSync } from "node:sqlite";
import { integer, numberOrNone, type Row, text } from "../../../sqlite/rows.ts";
import { type ExecutionStatus, executionStatuses } from "./executions.ts";
import { highestId, memberOf } from "./rows.ts";

export type MapRunStatus = "RUNNING" | "SUCCEEDED" | "FAILED" | "ABORTED";

/** A Map run of a Distributed Map state, with the settings that it started with. */
export interface MapRunRow {
  readonly id: number;
  readonly arn: string;
  /** The execution that started it. */
  readonly executionId: number;
  readonly stateName: string;
  readonly childMachineArn: string;
  readonly startedAt: number;
  readonly maxConcurrency: number;
  readonly toleratedCount: number | undefined;
  readonly toleratedPercentage: number | undefined;
  /** How often it was redriven, and when it was redriven last. */
  readonly redriveCount: number;
  readonly redrivenAt: number | undefined;
}

export type StoredMapRun = MapRunRow & {
  readonly status: MapRunStatus;
  readonly stoppedAt: number | undefined;
  /** Known once the data set has been read to its end. */
  readonly totalExecutions: number | undefined;
  readonly totalItems: number | undefined;
  readonly resultsWritten: number;
};

/** Children and items of a Map run by the status of their execution. */
export interface Tally {
  readonly executions: Record<ExecutionStatus, number>;
  readonly items: Record<ExecutionStatus, number>;
}

const mapRunStatuses = ["RUNNING", "SUCCEEDED", "FAILED", "ABORTED"] as const;

const toMapRun = (row: Row): StoredMapRun => ({
  id: integer(row, "id"),
  arn: text(row, "arn"),
  executionId: integer(row, "execution_id"),
  stateName: text(row, "state_name"),
  childMachineArn: text(row, "child_machine_arn"),
  status: memberOf(mapRunStatuses, row, "status"),
  startedAt: integer(row, "started_at"),
  stoppedAt: numberOrNone(row, "stopped_at"),
  maxConcurrency: integer(row, "max_concurrency"),
  toleratedCount: numberOrNone(row, "tolerated_count"),
  toleratedPercentage: numberOrNone(row, "tolerated_percentage"),
  redriveCount: integer(row, "redrive_count"),
  redrivenAt: numberOrNone(row, "redriven_at"),
  totalExecutions: numberOrNone(row, "total_executions"),
  totalItems: numberOrNone(row, "total_items"),
  resultsWritten: integer(row, "results_written"),
});

const noneOfEach = (): Record<ExecutionStatus, number> => ({
  RUNNING: 0,
  SUCCEEDED: 0,
  FAILED: 0,
  TIMED_OUT: 0,
  ABORTED: 0,
});

/** Map runs as they were last committed. */
export class MapRunsTable {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  insert(run: MapRunRow): void {
    this.#database
      .prepare(
        `INSERT INTO map_runs (id, arn, execution_id, state_name, child_machine_arn, status, started_at, max_concurrency,
          tolerated_count, tolerated_percentage) VALUES (?, ?, ?, ?, ?, 'RUNNING', ?, ?, ?, ?)`,
      )
      .run(
        run.id,
        run.arn,
        run.executionId,
        run.stateName,
        run.childMachineArn,
        run.startedAt,
        run.maxConcurrency,
        run.toleratedCount ?? null,
        run.toleratedPercentage ?? null,
      );
  }

  setTotals(id: number, executions: number, items: number): void {
    this.#database
      .prepare("UPDATE map_runs SET total_executions = ?, total_items = ? WHERE id = ?")
      .run(executions, items, id);
  }

  redrive(id: number, count: number, at: number): void {
    this.#database
      .prepare(
        "UPDATE map_runs SET status = 'RUNNING', stopped_at = NULL, redrive_count = ?, redriven_at = ? WHERE id = ?",
      )
      .run(count, at, id);
  }

  end(id: number, status: MapRunStatus, stoppedAt: number, resultsWritten: number): void {
    this.#database
      .prepare("UPDATE map_runs SET status = ?, stopped_at = ?, results_written = ? WHERE id = ?")
      .run(status, stoppedAt, resultsWritten, id);
  }

  highestId(): number {
    return highestId(this.#database, "map_runs", "map run");
  }

  byArn(arn: string): StoredMapRun | undefined {
    const row = this.#database.prepare("SELECT * FROM map_runs WHERE arn = ?").get(arn);
    return row && toMapRun(row);
  }

  byId(id: number): StoredMapRun | undefined {
    const row = this.#database.prepare("SELECT * FROM map_runs WHERE id = ?").get(id);
    return row && toMapRun(row);
  }

  /** Newest first. */
  ofExecution(executionId: number, before: number, limit: number): StoredMapRun[] {
    return this.#database
      .prepare("SELECT * FROM map_runs WHERE execution_id = ? AND id < ? ORDER BY id DESC LIMIT ?")
      .all(executionId, before, limit)
      .map(toMapRun);
  }

  tally(id: number): Tally {
    const rows = this.#database
      .prepare(
        "SELECT status, count(*) AS executions, sum(item_count) AS items FROM executions WHERE map_run_id = ? GROUP BY status",
      )
      .all(id);
    const tally: Tally = { executions: noneOfEach(), items: noneOfEach() };
    for (const row of rows) {
      const status = memberOf(executionStatuses, row, "status");
      tally.executions[status] = integer(row, "executions");
      tally.items[status] = integer(row, "items");
    }
    return tally;
  }

  /** How far into the data set the children started so far reach. */
  started(id: number): { readonly executions: number; readonly items: number } {
    const row = this.#database
      .prepare("SELECT count(*) AS executions, sum(item_count) AS items FROM executions WHERE map_run_id = ?")
      .get(id);
    return { executions: Number(row?.executions ?? 0), items: Number(row?.items ?? 0) };
  }
}

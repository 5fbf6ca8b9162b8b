import type { DatabaseSync, StatementSync } from "node:sqlite";
import { integer, numberOrNone, type Row, text, textOrNone } from "../../../sqlite/rows.ts";
import { highestId, memberOf } from "./rows.ts";

export const executionStatuses = ["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"] as const;

export type ExecutionStatus = (typeof executionStatuses)[number];

/** What does not change while an execution runs. */
export interface ExecutionRow {
  readonly id: number;
  readonly arn: string;
  readonly name: string;
  /** For a Map run's child `<machine>/<label>`. */
  readonly machineArn: string;
  readonly definitionId: number;
  readonly roleArn: string;
  /** JSON text. */
  readonly input: string;
  readonly startedAt: number;
  /** Only when it was started by one: the version of the machine that it runs, and the alias that led to that. */
  readonly versionArn?: string | undefined;
  readonly aliasArn?: string | undefined;
  /** Only for a Map run's child: the run, the child's index in it, and how many items the child has. */
  readonly mapRunId?: number;
  readonly itemIndex?: number;
  readonly itemCount?: number;
  /** How often it was redriven, and when it was redriven last. */
  readonly redriveCount: number;
  readonly redrivenAt?: number;
}

/** A redrive: its ordinal, its time and, for a Map run's child, the ordinal of the run's redrive. */
export interface Redrive {
  readonly count: number;
  readonly at: number;
  readonly mapRedrive: number;
}

export interface Ending {
  readonly status: Exclude<ExecutionStatus, "RUNNING">;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}

export type StoredExecution = ExecutionRow & {
  readonly status: ExecutionStatus;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  readonly stoppedAt?: number;
};

const optional = <K extends string, V>(name: K, value: V | undefined): Partial<Record<K, V>> => {
  const result: Partial<Record<K, V>> = {};
  if (value !== undefined) result[name] = value;
  return result;
};

const toExecution = (row: Row): StoredExecution => ({
  id: integer(row, "id"),
  arn: text(row, "arn"),
  name: text(row, "name"),
  machineArn: text(row, "machine_arn"),
  definitionId: integer(row, "definition_id"),
  roleArn: text(row, "role_arn"),
  input: text(row, "input"),
  startedAt: integer(row, "started_at"),
  status: memberOf(executionStatuses, row, "status"),
  redriveCount: integer(row, "redrive_count"),
  ...optional("redrivenAt", numberOrNone(row, "redriven_at")),
  ...optional("versionArn", textOrNone(row, "version_arn")),
  ...optional("aliasArn", textOrNone(row, "alias_arn")),
  ...optional("mapRunId", numberOrNone(row, "map_run_id")),
  ...optional("itemIndex", numberOrNone(row, "item_index")),
  ...optional("itemCount", numberOrNone(row, "item_count")),
  ...optional("output", textOrNone(row, "output")),
  ...optional("error", textOrNone(row, "error")),
  ...optional("cause", textOrNone(row, "cause")),
  ...optional("stoppedAt", numberOrNone(row, "stopped_at")),
});

/** `machineArn` also without the others, which are those of the machine. */
export type ExecutionGroup =
  | { readonly machineArn: string; readonly versionArn?: string; readonly aliasArn?: string }
  | { readonly mapRunId: number };

export interface ExecutionPage {
  readonly by: ExecutionGroup;
  readonly status?: ExecutionStatus | undefined;
  readonly isRedriven?: boolean | undefined;
  /** Only executions with smaller ids: the page before ended there. */
  readonly before?: number | undefined;
  readonly limit: number;
}

export interface PendingRedrive {
  readonly executions: number;
  readonly items: number;
}

const redrivable = `map_run_id = ? AND item_index >= ? AND item_index < ? AND map_redrive < ?
  AND status IN ('FAILED', 'TIMED_OUT', 'ABORTED')`;

export interface RedriveRange {
  readonly mapRedrive: number;
  readonly fromIndex: number;
  readonly below: number;
}

/** Columns with the values that all of the group have. */
const groupColumns = (group: ExecutionGroup): [string, string | number][] => {
  if ("mapRunId" in group) return [["map_run_id", group.mapRunId]];
  const { machineArn, versionArn, aliasArn } = group;
  return [
    ["machine_arn", machineArn],
    ...(versionArn === undefined ? [] : [["version_arn", versionArn] satisfies [string, string]]),
    ...(aliasArn === undefined ? [] : [["alias_arn", aliasArn] satisfies [string, string]]),
  ];
};

/** Executions as they were last committed. */
export class ExecutionsTable {
  readonly #database: DatabaseSync;
  readonly #insert: StatementSync;
  readonly #end: StatementSync;
  readonly #byArn: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#insert = database.prepare(
      `INSERT INTO executions (id, arn, name, machine_arn, definition_id, role_arn, status, input, started_at, map_run_id,
        item_index, item_count, version_arn, alias_arn) VALUES (?, ?, ?, ?, ?, ?, 'RUNNING', ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#end = database.prepare(
      "UPDATE executions SET status = ?, output = ?, error = ?, cause = ?, stopped_at = ? WHERE id = ?",
    );
    this.#byArn = database.prepare("SELECT * FROM executions WHERE arn = ?");
  }

  insert(row: ExecutionRow): void {
    this.#insert.run(
      row.id,
      row.arn,
      row.name,
      row.machineArn,
      row.definitionId,
      row.roleArn,
      row.input,
      row.startedAt,
      row.mapRunId ?? null,
      row.itemIndex ?? null,
      row.itemCount ?? null,
      row.versionArn ?? null,
      row.aliasArn ?? null,
    );
  }

  end(id: number, ending: Ending, stoppedAt: number): void {
    const { status, output = null, error = null, cause = null } = ending;
    this.#end.run(status, output, error, cause, stoppedAt, id);
  }

  /** Sets the execution to RUNNING and clears its ending. */
  redrive(id: number, { count, at, mapRedrive }: Redrive): void {
    this.#database
      .prepare(
        `UPDATE executions SET status = 'RUNNING', output = NULL, error = NULL, cause = NULL, stopped_at = NULL,
          redrive_count = ?, redriven_at = ?, map_redrive = ? WHERE id = ?`,
      )
      .run(count, at, mapRedrive, id);
  }

  byArn(arn: string): StoredExecution | undefined {
    const row = this.#byArn.get(arn);
    return row && toExecution(row);
  }

  byId(id: number): StoredExecution | undefined {
    const row = this.#database.prepare("SELECT * FROM executions WHERE id = ?").get(id);
    return row && toExecution(row);
  }

  highestId(): number {
    return highestId(this.#database, "executions", "execution");
  }

  running(): StoredExecution[] {
    const rows = this.#database
      .prepare("SELECT * FROM executions WHERE status = 'RUNNING' ORDER BY id")
      .all();
    return rows.map(toExecution);
  }

  /** Newest first. */
  page({ by, status, isRedriven, before, limit }: ExecutionPage): StoredExecution[] {
    const columns = groupColumns(by);
    const filters = [
      ...columns.map(([column]) => `${column} = ?`),
      "id < ?",
      ...(status === undefined ? [] : ["status = ?"]),
      ...(isRedriven === undefined ? [] : [`redrive_count ${isRedriven ? ">" : "="} 0`]),
    ];
    const sql = `SELECT * FROM executions WHERE ${filters.join(" AND ")} ORDER BY id DESC LIMIT ?`;
    const values = [
      ...columns.map(([, value]) => value),
      before ?? Number.MAX_SAFE_INTEGER,
      ...(status === undefined ? [] : [status]),
      limit,
    ];
    return this.#database
      .prepare(sql)
      .all(...values)
      .map(toExecution);
  }

  /**
   * A Map run's failed children that redrive number `mapRedrive` of the run has not redriven yet, in the order of their items.
   * `below`: only children with a smaller index, which existed when the run was redriven.
   */
  toRedrive(
    mapRunId: number,
    { mapRedrive, fromIndex, below }: RedriveRange,
    limit: number,
  ): StoredExecution[] {
    const sql = `SELECT * FROM executions WHERE ${redrivable} ORDER BY item_index LIMIT ?`;
    return this.#database.prepare(sql).all(mapRunId, fromIndex, below, mapRedrive, limit).map(toExecution);
  }

  /** How many children `toRedrive` gives in all, and how many items they have. */
  countToRedrive(mapRunId: number, { mapRedrive, fromIndex, below }: RedriveRange): PendingRedrive {
    const sql = `SELECT count(*) AS executions, sum(item_count) AS items FROM executions WHERE ${redrivable}`;
    const row = this.#database.prepare(sql).get(mapRunId, fromIndex, below, mapRedrive);
    return { executions: Number(row?.executions ?? 0), items: Number(row?.items ?? 0) };
  }

  /** A Map run's children with one of `statuses`, in the order of their items, from `fromIndex` on. */
  children(
    mapRunId: number,
    statuses: readonly ExecutionStatus[],
    fromIndex: number,
    limit: number,
  ): StoredExecution[] {
    const marks = statuses.map(() => "?").join(", ");
    const sql = `SELECT * FROM executions WHERE map_run_id = ? AND item_index >= ? AND status IN (${marks})
      ORDER BY item_index LIMIT ?`;
    return this.#database
      .prepare(sql)
      .all(mapRunId, fromIndex, ...statuses, limit)
      .map(toExecution);
  }
}

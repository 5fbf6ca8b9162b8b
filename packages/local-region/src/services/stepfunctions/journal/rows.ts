import type { DatabaseSync, SQLOutputValue } from "node:sqlite";

/**
 * These read columns, and throw with the column's name when a value has the wrong type: a damaged journal must not run.
 */

type Row = Readonly<Record<string, SQLOutputValue>>;

const wrong = (column: string, value: SQLOutputValue | undefined): Error =>
  new Error(`The journal's column ${column} holds a ${value === null ? "null" : typeof value}.`);

export const text = (row: Row, column: string): string => {
  const value = row[column];
  if (typeof value !== "string") throw wrong(column, value);
  return value;
};

export const number = (row: Row, column: string): number => {
  const value = row[column];
  if (typeof value !== "number") throw wrong(column, value);
  return value;
};

export const textOrNone = (row: Row, column: string): string | undefined =>
  row[column] === null ? undefined : text(row, column);

export const numberOrNone = (row: Row, column: string): number | undefined =>
  row[column] === null ? undefined : number(row, column);

/** The highest id ever given, also when its row has been removed since. */
export const highestId = (
  database: DatabaseSync,
  table: "executions" | "map_runs",
  kind: "execution" | "map run",
): number => {
  const sql = `SELECT max((SELECT coalesce(max(id), 0) FROM ${table}),
    coalesce((SELECT id FROM highest_ids WHERE kind = ?), 0)) AS id`;
  return Number(database.prepare(sql).get(kind)?.id);
};

import type { DatabaseSync } from "node:sqlite";
import { type Row, text } from "../../../sqlite/rows.ts";

/** The text in a column that holds one of `known`, such as a status. */
export const memberOf = <T extends string>(known: readonly T[], row: Row, column: string): T => {
  const value = text(row, column);
  const member = known.find((one) => one === value);
  if (member === undefined)
    throw new Error(`The journal's column ${column} holds ${value}, which is not known.`);
  return member;
};

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

import type { SQLOutputValue } from "node:sqlite";

/** A row of a query. These functions read its columns and throw with the column's name when a value has the wrong type. */
export type Row = Readonly<Record<string, SQLOutputValue>>;

const wrong = (column: string, value: SQLOutputValue | undefined, wanted: string): TypeError =>
  new TypeError(`Column ${column} holds ${value === null ? "null" : typeof value}, not ${wanted}.`);

/** The text in a column that is declared TEXT NOT NULL. */
export const text = (row: Row, column: string): string => {
  const value = row[column];
  if (typeof value !== "string") throw wrong(column, value, "text");
  return value;
};

/** The number in a column that is declared INTEGER NOT NULL. */
export const integer = (row: Row, column: string): number => {
  const value = row[column];
  if (typeof value !== "number") throw wrong(column, value, "a number");
  return value;
};

/** The text in a column that is declared TEXT; undefined: it is null. */
export const textOrNone = (row: Row, column: string): string | undefined =>
  row[column] === null ? undefined : text(row, column);

/** The number in a column that is declared INTEGER or REAL; undefined: it is null. */
export const numberOrNone = (row: Row, column: string): number | undefined =>
  row[column] === null ? undefined : integer(row, column);

/** The bytes in a column that is declared BLOB NOT NULL, without copying them. */
export const bytes = (row: Row, column: string): Buffer => {
  const value = row[column];
  if (!(value instanceof Uint8Array)) throw wrong(column, value, "bytes");
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
};

import type { SQLOutputValue } from "node:sqlite";

export type Row = Readonly<Record<string, SQLOutputValue>>;

/** The text in a column that is declared TEXT NOT NULL. */
export const text = (row: Row, column: string): string => {
  const value = row[column];
  if (typeof value !== "string") throw new TypeError(`Column ${column} holds ${typeof value}, not text.`);
  return value;
};

/** The number in a column that is declared INTEGER NOT NULL. */
export const integer = (row: Row, column: string): number => {
  const value = row[column];
  if (typeof value !== "number") throw new TypeError(`Column ${column} holds ${typeof value}, not a number.`);
  return value;
};

/** The bytes in a column that is declared BLOB NOT NULL, without copying them. */
export const bytes = (row: Row, column: string): Buffer => {
  const value = row[column];
  if (!(value instanceof Uint8Array))
    throw new TypeError(`Column ${column} holds ${typeof value}, not bytes.`);
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
};

import { stripVTControlCharacters } from "node:util";

/** Rows as text in columns, each as wide as its widest cell; colours take no room. */
export const table = (rows: readonly (readonly string[])[]): string[] => {
  const widths = (rows[0] ?? []).map((_, column) =>
    rows.reduce((widest, row) => Math.max(widest, widthOf(row[column] ?? "")), 0),
  );
  const pad = (cell: string, column: number): string =>
    cell + " ".repeat(Math.max((widths[column] ?? 0) - widthOf(cell), 0));
  return rows.map((row) => row.map(pad).join("  ").trimEnd());
};

const widthOf = (cell: string): number => [...stripVTControlCharacters(cell)].length;

/** Rows of cells in columns; the numbers of those that `isNumber` names stand at the right. */
export const textTable = (
  rows: readonly (readonly string[])[],
  isNumber: readonly boolean[] = [],
): string => {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, cell.length);
    });
  }
  const shown = (cell: string, column: number): string =>
    isNumber[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0);
  return rows.map((row) => row.map(shown).join("  ").trimEnd()).join("\n");
};

import { CsvError, parse } from "csv-parse/sync";
import type { Problems } from "./problems.ts";

/** One line of a CSV file. */
export interface CsvRow<Column extends string> {
  readonly line: number;
  /** The trimmed cell in that column; empty when the file lacks the column. */
  cell(column: Column): string;
}

interface Columns<Column extends string> {
  readonly required: readonly Column[];
  readonly optional: readonly Column[];
}

/**
 * Reads a CSV file whose first line names the columns, in any order. Cells are parted by commas, or by semicolons or
 * tabs when the first line has those and no comma (spreadsheets of many languages write them so). Empty rows, and empty
 * cells after the last named column, are what spreadsheets leave behind: they are passed over.
 */
export const readCsvTable = <Column extends string>(
  file: string,
  text: string,
  columns: Columns<Column>,
  problems: Problems,
): readonly CsvRow<Column>[] => {
  const [first, ...rows] = parseRows(file, text, problems);
  const header = first && { ...first, cells: withoutEmptyEnd(first.cells, 0) };
  if (!header || !headerFits(file, header, columns, problems)) return [];
  const width = header.cells.length;
  return rows.flatMap(({ line, cells: all }) => {
    const cells = withoutEmptyEnd(all, width);
    if (cells.length !== width) {
      const advice = "put a cell that holds a comma in quotes";
      problems.add(file, line, `has ${cells.length} cells where the first line has ${width}; ${advice}`);
      return [];
    }
    return [{ line, cell: (name: Column) => cells[header.cells.indexOf(name)] ?? "" }];
  });
};

/** The cells without the empty ones at their end, of which the first `least` stay. */
const withoutEmptyEnd = (cells: readonly string[], least: number): readonly string[] =>
  cells.slice(0, Math.max(least, cells.findLastIndex((cell) => cell !== "") + 1));

interface RawRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Rows in which something stands. */
const parseRows = (file: string, text: string, problems: Problems): readonly RawRow[] => {
  const rows: RawRow[] = [];
  try {
    parse(text.replaceAll("\r\n", "\n"), {
      bom: true,
      delimiter: delimiterOf(text),
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      on_record: (cells, { lines }) => {
        if (cells.some((cell) => cell !== "")) rows.push({ line: lines, cells });
        return undefined;
      },
    });
    return rows;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    problems.add(file, Number(error.lines ?? 1), `is not well-formed CSV: ${error.message}`);
    return [];
  }
};

const delimiterOf = (text: string): string => {
  const header = text.slice(0, text.search(/[\r\n]|$/));
  if (header.includes(",")) return ",";
  return header.includes(";") ? ";" : header.includes("\t") ? "\t" : ",";
};

const headerFits = <Column extends string>(
  file: string,
  header: RawRow,
  { required, optional }: Columns<Column>,
  problems: Problems,
): boolean => {
  const known: readonly string[] = [...required, ...optional];
  const faults = [
    ...required.filter((name) => !header.cells.includes(name)).map((name) => `there is no column "${name}"`),
    ...header.cells
      .filter((name) => !known.includes(name))
      .map((name) => `there is no such column as "${name}"`),
    ...header.cells
      .filter((name, index) => header.cells.indexOf(name) !== index)
      .map((name) => `the column "${name}" is there twice`),
  ];
  for (const fault of faults) {
    problems.add(file, header.line, `${fault}; the first line must be ${known.join(",")}`);
  }
  return faults.length === 0;
};

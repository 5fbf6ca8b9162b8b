import { counted } from "../../course/counted.ts";
import { unseenIn } from "../../course/invisible.ts";
import { quote } from "../../course/problems.ts";
import { type CsvLine, csvLines } from "./csv-rows.ts";
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
  /** What to do with a file that has other columns, as a sentence; left out: nothing can be advised. */
  readonly adviceFor?: (header: readonly string[]) => string;
}

/**
 * Reads a CSV file whose first line names the columns, in any order. Skips empty rows, and empty cells after the last
 * named column: spreadsheets leave them behind.
 */
export const readCsvTable = <Column extends string>(
  file: string,
  text: string,
  columns: Columns<Column>,
  problems: Problems,
): readonly CsvRow<Column>[] => {
  const { delimiter, lines } = csvLines(file, text, problems);
  const [first, ...rows] = lines;
  const header = first && { ...first, cells: withoutEmptyEnd(first.cells, 0) };
  if (!header || !headerFits(file, header, columns, problems)) return [];
  const width = header.cells.length;
  return rows.flatMap(({ line, cells: all }) => {
    const cells = withoutEmptyEnd(all, width);
    if (cells.length !== width) {
      problems.add(file, line, widthSentence(cells, width, delimiter));
      return [];
    }
    return [{ line, cell: (name: Column) => cells[header.cells.indexOf(name)] ?? "" }];
  });
};

/** The cells without the empty ones at their end, of which the first `least` stay. */
export const withoutEmptyEnd = (cells: readonly string[], least: number): readonly string[] =>
  cells.slice(0, Math.max(least, cells.findLastIndex((cell) => cell !== "") + 1));

const delimiterNames: Readonly<Record<string, string>> = { ",": "comma", ";": "semicolon", "\t": "tab" };

const widthSentence = (cells: readonly string[], width: number, delimiter: string): string => {
  const has = `has ${counted(cells.length, "cell")} where the first line has ${width}`;
  if (cells.length >= width) return `${has}; put a cell that holds a ${nameOf(delimiter)} in quotes`;
  const other = Object.keys(delimiterNames).find((sign) => cells.length === 1 && cells[0]?.includes(sign));
  return other === undefined
    ? `${has}: cells are missing. Complete the line, or delete it`
    : `${has}: put a ${nameOf(delimiter)} between cells, as the first line has, in place of a ${nameOf(other)}`;
};

const nameOf = (delimiter: string): string => delimiterNames[delimiter] ?? quote(delimiter);

/** Another system's file may have dozens of other columns. */
const mostFaults = 3;

const headerFits = <Column extends string>(
  file: string,
  header: CsvLine,
  { required, optional, adviceFor }: Columns<Column>,
  problems: Problems,
): boolean => {
  const known: readonly string[] = [...required, ...optional];
  const { cells } = header;
  const unseen = cells.find((name) => unseenIn(name) !== undefined);
  if (unseen !== undefined) {
    const message = `the column ${quote(unseen)} holds ${unseenIn(unseen)}, which does not show; delete it`;
    problems.add(file, header.line, message);
    return false;
  }
  const faults = [
    ...required.filter((name) => !cells.includes(name)).map((name) => `there is no column "${name}"`),
    ...cells
      .filter((name) => !known.includes(name))
      .map((name) => `there is no such column as ${quote(name)}`),
    ...cells
      .filter((name, index) => known.includes(name) && cells.indexOf(name) !== index)
      .map((name) => `the column "${name}" is there twice`),
  ];
  if (faults.length === 0) return true;
  const more = faults.length > mostFaults ? `; and ${faults.length - mostFaults} more` : "";
  const lacksColumns = required.some((name) => !cells.includes(name));
  const advice = lacksColumns && adviceFor ? `. ${adviceFor(cells)}` : "";
  problems.add(
    file,
    header.line,
    `the first line must be ${known.join(",")}: ${faults.slice(0, mostFaults).join("; ")}${more}${advice}`,
  );
  return false;
};

import { CsvError, parse } from "csv-parse/sync";
import * as z from "zod";
import { originalCell } from "../../course/gradebook/gradebook.ts";
import type { Problems } from "./problems.ts";

/** One line of a CSV file that is not empty. */
export interface CsvLine {
  /** The line on which it begins, from 1: a cell in quotes may hold line ends. */
  readonly line: number;
  /** Trimmed. */
  readonly cells: readonly string[];
}

export interface CsvLines {
  readonly delimiter: string;
  readonly lines: readonly CsvLine[];
}

const parsedSchema = z.array(
  z.object({ record: z.array(z.string()), raw: z.string(), info: z.object({ lines: z.number() }) }),
);

/** A first line by which Excel names the delimiter: `sep=;`. */
const sepLine = /^"?sep=(.)"?[,;\t]*(?:\n|$)/i;

/** `="007"` as some systems write it, without the quotes that CSV wants around a cell with quotes. */
const bareTextFormula = /(^|[,;\t|])="([^"\n]*)"(?=[,;\t|]|$)/gm;

/**
 * The lines of a CSV file, whose own lines end in a line feed. A line `sep=` names the delimiter. Without one it is the
 * comma, or the semicolon, the tab or the bar where the first line has more of those: spreadsheets of many languages write them.
 */
export const csvLines = (file: string, text: string, problems: Problems): CsvLines => {
  const [sep, named] = sepLine.exec(text) ?? [];
  const body = text.slice(sep?.length ?? 0).replaceAll(bareTextFormula, '$1"=""$2"""');
  const delimiter = named ?? commonDelimiter(body);
  const linesBefore = sep === undefined ? 0 : 1;
  try {
    const options = { relax_column_count: true, skip_empty_lines: true, trim: true, info: true, raw: true };
    const lines = parsedSchema
      .parse(parse(body, { ...options, delimiter }))
      .filter(({ record }) => record.some((cell) => cell !== ""))
      .map(({ record, raw, info }) => ({
        line: linesBefore + info.lines - (raw.trim().split("\n").length - 1),
        cells: record.map(meantText),
      }));
    return { delimiter, lines };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    problems.add(file, linesBefore + faultLine(error, body), faultSentence(error));
    return { delimiter, lines: [] };
  }
};

/** Files write `="007"` so that a spreadsheet does not change the id. */
const meantText = (cell: string): string => (cell.startsWith('="') ? originalCell(cell) : cell);

/** The delimiter that the first line has most often, outside of cells in quotes. */
const commonDelimiter = (text: string): string => {
  const header = (/^\s*(.*)/.exec(text)?.[1] ?? "").replaceAll(/"(?:[^"]|"")*"/g, "");
  const count = (delimiter: string): number => header.split(delimiter).length;
  return [",", ";", "\t", "|"].reduce((most, other) => (count(other) > count(most) ? other : most));
};

const faultLine = ({ code, lines }: CsvError, text: string): number => {
  if (code !== "CSV_QUOTE_NOT_CLOSED") return Number(lines ?? 1);
  let opening = 0;
  for (let at = text.indexOf('"'), isOpen = false; at !== -1; at = text.indexOf('"', at + 1)) {
    isOpen = !isOpen;
    if (isOpen) opening = at;
  }
  return text.slice(0, opening).split("\n").length;
};

const faultSentence = ({ code, message }: CsvError): string => {
  if (code === "CSV_QUOTE_NOT_CLOSED") return "the quote that begins here is not closed";
  return code.includes("QUOTE")
    ? "a quote stands inside a cell: put the whole cell in quotes, and write each quote in it twice"
    : `is not well-formed CSV: ${message}`;
};

import { Readable } from "node:stream";
import { parse } from "csv-parse";
import { stringify } from "csv-stringify/sync";
import * as z from "zod";
import type { GradebookColumns } from "../../course/gradebook/course-gradebook.ts";
import { type Separator, spreadsheetRow } from "../../course/gradebook/gradebook.ts";
import { type FileKind, fileRows } from "../../course/gradebook/gradebook-file.ts";

const rowsAtOnce = 1_000;

type Rows = AsyncIterable<readonly string[]> | Iterable<readonly string[]>;

interface CsvForm {
  readonly separator?: Separator;
  /** Whether every cell is in quotes, or only those that need them. */
  readonly quoted?: boolean;
}

/** Rows as an RFC 4180 file in UTF-8, every cell in quotes, as they come: for programs. A spreadsheet gets `spreadsheetCsv`. */
export async function* csvChunks(
  rows: Rows,
  { separator = ",", quoted = true }: CsvForm = {},
): AsyncIterable<Uint8Array> {
  const chunkOf = (some: readonly (readonly string[])[]): Uint8Array => {
    const copies = some.map((row) => [...row]);
    return Buffer.from(stringify(copies, { quoted, record_delimiter: "\r\n", delimiter: separator }));
  };
  let pending: (readonly string[])[] = [];
  for await (const row of rows) {
    pending.push(row);
    if (pending.length < rowsAtOnce) continue;
    yield chunkOf(pending);
    pending = [];
  }
  yield chunkOf(pending);
}

/** The same file in one piece. */
export const gradebookCsv = async (rows: Rows, form: CsvForm = {}): Promise<Uint8Array> =>
  Buffer.concat(await Array.fromAsync(csvChunks(rows, form)));

const rowSchema = z.array(z.string());

/** Without it Excel reads the file in the country's old encoding, and LibreOffice proposes that encoding. */
const byteOrderMark = Buffer.from("\ufeff");

async function* spreadsheetRows(csv: Uint8Array, separator: Separator): AsyncIterable<string[]> {
  let isHeader = true;
  for await (const row of Readable.from([csv]).pipe(parse({ bom: true, relax_column_count: true }))) {
    yield spreadsheetRow(rowSchema.parse(row), isHeader, separator);
    isHeader = false;
  }
}

/**
 * A run's stored gradebook as a file that a spreadsheet may open, change and save without harm to ids and names. The stored
 * one stays plain: programs read it, and what is stored keeps its form.
 */
export const spreadsheetCsv = async (stored: Uint8Array, separator: Separator = ","): Promise<Buffer> => {
  const csv = await gradebookCsv(spreadsheetRows(stored, separator), { separator });
  return Buffer.concat([byteOrderMark, csv]);
};

/**
 * The whole course's gradebook as a file. Other systems get it without a byte order mark and with no more quotes than needed:
 * Canvas refuses a quote after the mark.
 */
export const courseCsv = async (
  gradebook: GradebookColumns,
  kind: FileKind,
  separator: Separator,
): Promise<Buffer> => {
  const isForPeople = kind === "spreadsheet";
  const csv = await gradebookCsv(fileRows(kind, gradebook, separator), {
    separator,
    quoted: isForPeople,
  });
  return Buffer.concat(isForPeople ? [byteOrderMark, csv] : [csv]);
};

import { Readable } from "node:stream";
import { parse } from "csv-parse";
import { stringify } from "csv-stringify/sync";
import * as z from "zod";
import { spreadsheetRow } from "../course/gradebook.ts";

const rowsAtOnce = 1_000;

export interface GradebookFile {
  readonly csv: Uint8Array;
  /** How many rows it has, the header among them. */
  readonly rows: number;
}

/** Rows as an RFC 4180 file in UTF-8, every cell in quotes: for programs. A spreadsheet gets `spreadsheetCsv`. */
export const gradebookCsv = async (rows: AsyncIterable<readonly string[]>): Promise<GradebookFile> => {
  let count = 0;
  const chunks: Uint8Array[] = [];
  let pending: (readonly string[])[] = [];
  const flush = (): void => {
    chunks.push(
      Buffer.from(stringify([...pending.map((row) => [...row])], { quoted: true, record_delimiter: "\r\n" })),
    );
    pending = [];
  };
  for await (const row of rows) {
    pending.push(row);
    count += 1;
    if (pending.length === rowsAtOnce) flush();
  }
  flush();
  return { csv: Buffer.concat(chunks), rows: count };
};

const rowSchema = z.array(z.string());

/** Without it Excel reads the file in the country's old encoding, and LibreOffice proposes that encoding. */
const byteOrderMark = Buffer.from("\ufeff");

async function* spreadsheetRows(csv: Uint8Array): AsyncIterable<string[]> {
  let isHeader = true;
  for await (const row of Readable.from([csv]).pipe(parse({ bom: true, relax_column_count: true }))) {
    yield spreadsheetRow(rowSchema.parse(row), isHeader);
    isHeader = false;
  }
}

/**
 * A stored gradebook as a file that a spreadsheet may open, change and save without harm to ids and names. The stored one
 * stays plain: programs read it, and what is stored keeps its form.
 */
export const spreadsheetCsv = async (stored: Uint8Array): Promise<Buffer> => {
  const { csv } = await gradebookCsv(spreadsheetRows(stored));
  return Buffer.concat([byteOrderMark, csv]);
};

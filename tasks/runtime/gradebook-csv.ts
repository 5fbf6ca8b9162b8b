import { stringify } from "csv-stringify/sync";

const rowsAtOnce = 1_000;

export interface GradebookFile {
  readonly csv: Uint8Array;
  /** How many rows it has, the header among them. */
  readonly rows: number;
}

/** Rows as an RFC 4180 file in UTF-8. Every cell is quoted, so that no reader takes an id for a number by its looks. */
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

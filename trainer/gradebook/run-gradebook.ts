import { parse } from "csv-parse/sync";
import * as z from "zod";
import { findJson } from "../../adapters/storage/json-store.ts";
import { originalCell } from "../../course/gradebook/gradebook.ts";
import type { RunId } from "../../course/ids.ts";
import { runRecordSchema } from "../../course/run/run-record.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import type { CourseBucket } from "../aws/bucket.ts";
import { TrainerError } from "../trainer-error.ts";

/** The gradebook of one run. */
export interface RunGradebook {
  readonly runId: RunId;
  /** CSV, as the run wrote it. */
  readonly text: string;
  /** Header first; as the cells were before they were made safe for spreadsheets. */
  readonly rows: readonly (readonly string[])[];
  readonly resumedBy: RunId | undefined;
}

const rowsSchema = z.array(z.array(z.string())).min(1);

/** @throws TrainerError when the run has none. */
export const readRunGradebook = async (bucket: CourseBucket, runId: RunId): Promise<RunGradebook> => {
  const stored = await bucket.get(keys.gradebook(runId));
  if (!stored) {
    throw new TrainerError(
      `Run ${runId} has no gradebook: it is not there, has not ended, failed, or had nothing to grade. See the runs with: bin/trainer runs`,
    );
  }
  const record = await findJson(bucket, keys.run(runId), runRecordSchema);
  const rows = rowsSchema.parse(parse(stored.text)).map((row) => row.map(originalCell));
  return { runId, text: stored.text, rows, resumedBy: record?.resumedBy };
};

/** One object for each student, by the header's names. */
export const runJson = ({ runId, rows: [header = [], ...rows] }: RunGradebook) => ({
  runId,
  students: rows.map((row) => Object.fromEntries(header.map((name, column) => [name, row[column] ?? ""]))),
});

import { writeFileSync } from "node:fs";
import { Command } from "commander";
import { parse } from "csv-parse/sync";
import * as z from "zod";
import { spreadsheetCsv } from "../../adapters/gradebook-csv.ts";
import { findJson } from "../../adapters/json-store.ts";
import { counted } from "../../course/counted.ts";
import { originalCell } from "../../course/gradebook.ts";
import { type RunId, runIdSchema } from "../../course/ids.ts";
import { runRecordSchema } from "../../course/run-record.ts";
import { keys } from "../../course/storage-keys.ts";
import { messageOf } from "../../course/unknown-value.ts";
import type { CourseBucket } from "../aws/bucket.ts";
import { runIds } from "../run/list-runs.ts";
import { TrainerError } from "../trainer-error.ts";
import { commonOptions, withCommonOptions } from "./options.ts";
import { withSession } from "./session.ts";
import { resumedLine } from "./show-run.ts";
import { table } from "./table.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

const gradebookOptionsSchema = z.object({ csv: z.string().optional() });

export const gradebookCommand = (terminal: Terminal): Command =>
  withCommonOptions(new Command("gradebook"))
    .description("show the gradebook of a run, or write it to a file")
    .argument("[run]", "id of the run; left out: the latest that has a gradebook")
    .option("--csv <file>", "write it there as CSV that spreadsheets open unchanged")
    .action((run: string | undefined, _: unknown, command: Command) => gradebook(run, command, terminal));

interface Gradebook {
  readonly runId: RunId;
  /** CSV, as the run wrote it. */
  readonly text: string;
}

const gradebook = async (run: string | undefined, command: Command, terminal: Terminal): Promise<void> => {
  const options = commonOptions(command);
  const { csv } = gradebookOptionsSchema.parse(command.opts());
  const wanted = run === undefined ? undefined : runIdSchema.safeParse(run);
  if (wanted?.success === false)
    throw new UsageError(`"${run}" is not a run id such as 2026-11-23T22-00-00Z.`);
  const { runId, text } = await withSession(options, async ({ bucket }) => {
    if (wanted === undefined) return latestGradebook(bucket);
    const found = await gradebookOf(bucket, wanted.data);
    const record = await findJson(bucket, keys.run(wanted.data), runRecordSchema);
    if (record?.resumedBy !== undefined) terminal.note(resumedLine(record.resumedBy));
    return found;
  });
  if (csv !== undefined) writeCsv(csv, await spreadsheetCsv(Buffer.from(text)));
  const rows = rowsSchema.parse(parse(text)).map((row) => row.map(originalCell));
  if (options.json) terminal.out(JSON.stringify({ runId, students: asObjects(rows) }));
  else if (csv !== undefined)
    terminal.note(`Run ${runId}: ${counted(rows.length - 1, "student")} written to ${csv}`);
  else for (const line of gradebookLines(runId, rows, terminal)) terminal.out(line);
};

const rowsSchema = z.array(z.array(z.string())).min(1);

const gradebookOf = async (bucket: CourseBucket, runId: RunId): Promise<Gradebook> => {
  const stored = await bucket.get(keys.gradebook(runId));
  if (stored) return { runId, text: stored.text };
  throw new TrainerError(
    `Run ${runId} has no gradebook: it is not there, has not ended, failed, or had nothing to grade. See the runs with: bin/trainer runs`,
  );
};

/** A run that is under way, or had nothing due, has none. */
const latestGradebook = async (bucket: CourseBucket): Promise<Gradebook> => {
  for (const runId of (await runIds(bucket)).toReversed()) {
    const stored = await bucket.get(keys.gradebook(runId));
    if (stored) return { runId, text: stored.text };
  }
  throw new TrainerError("No run has written a gradebook yet. Start one with: bin/trainer grade");
};

const writeCsv = (file: string, content: Uint8Array): void => {
  try {
    writeFileSync(file, content);
  } catch (error) {
    throw new TrainerError(`The gradebook can't be written to ${file}: ${messageOf(error)}`);
  }
};

const asObjects = ([header = [], ...rows]: readonly (readonly string[])[]) =>
  rows.map((row) => Object.fromEntries(header.map((name, column) => [name, row[column] ?? ""])));

const gradebookLines = (
  runId: RunId,
  [header = [], ...rows]: readonly (readonly string[])[],
  { paint }: Terminal,
): string[] => [
  `Run ${runId}`,
  ...table([
    header.map((cell) => paint("strong", cell)),
    ...rows.map((row) => row.map((cell) => paintCell(cell, paint))),
  ]),
];

const paintCell = (cell: string, paint: Terminal["paint"]): string => {
  if (cell === "missing") return paint("attention", cell);
  return cell === "failed" ? paint("bad", cell) : cell;
};

import { writeFileSync } from "node:fs";
import { Command, Option } from "commander";
import * as z from "zod";
import { readSettings } from "../../adapters/course-reader.ts";
import { readWholeGradebook, type WholeGradebook } from "../../adapters/gradebook/course-gradebook.ts";
import { courseCsv, spreadsheetCsv } from "../../adapters/gradebook/gradebook-csv.ts";
import { foldEarlierRuns } from "../../adapters/runs/earlier-runs.ts";
import { findJson } from "../../adapters/storage/json-store.ts";
import { counted } from "../../course/counted.ts";
import { begunTests } from "../../course/gradebook/course-gradebook.ts";
import type { Separator } from "../../course/gradebook/gradebook.ts";
import { separatorOf } from "../../course/gradebook/gradebook-file.ts";
import { type RunId, runIdSchema } from "../../course/ids.ts";
import { settingsSchema } from "../../course/settings.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { messageOf } from "../../course/unknown-value.ts";
import { courseJson } from "../gradebook/course-json.ts";
import { courseTable } from "../gradebook/course-table.ts";
import { rebuildBook } from "../gradebook/rebuild-book.ts";
import { type RunGradebook, readRunGradebook, runJson } from "../gradebook/run-gradebook.ts";
import { some } from "../publish/names.ts";
import { TrainerError } from "../trainer-error.ts";
import { commonOptions, withCommonOptions } from "./options.ts";
import { type Session, withSession } from "./session.ts";
import { resumedLine } from "./show-run.ts";
import { table } from "./table.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

const separators: Readonly<Record<string, Separator>> = { ",": ",", ";": ";", tab: "\t" };

const gradebookOptionsSchema = z.object({
  csv: z.string().optional(),
  run: z.string().optional(),
  for: z.enum(["canvas", "moodle"]).optional(),
  separator: z.string().optional(),
  rebuild: z.boolean().default(false),
});

type GradebookOptions = z.infer<typeof gradebookOptionsSchema>;

export const gradebookCommand = (terminal: Terminal): Command =>
  withCommonOptions(new Command("gradebook"))
    .description("show the gradebook of the whole course, or of one run, or write it to a file")
    .argument("[run]", "id of a run; left out: the whole course")
    .option("--run <run>", "the same")
    .option("--csv <file>", "write it there as CSV that spreadsheets open unchanged")
    .addOption(
      new Option(
        "--separator <sign>",
        "between the file's cells; left out: as is usual in the course's language",
      ).choices(Object.keys(separators)),
    )
    .addOption(new Option("--for <system>", "write the file for its import").choices(["canvas", "moodle"]))
    .option("--rebuild", "make the course's gradebook anew first, from the results of all runs")
    .action((run: string | undefined, _: unknown, command: Command) => gradebook(run, command, terminal));

const gradebook = async (
  argument: string | undefined,
  command: Command,
  terminal: Terminal,
): Promise<void> => {
  const common = commonOptions(command);
  const options = gradebookOptionsSchema.parse(command.opts());
  if (argument !== undefined && options.run !== undefined && argument !== options.run) {
    throw new UsageError(`Two runs are named, ${argument} and ${options.run}: leave one of them out.`);
  }
  const runId = runIdOf(argument ?? options.run);
  checkOptions(options, runId);
  await withSession(common, async (session) => {
    if (runId === undefined) await courseGradebook(session, options, common.json, terminal);
    else await runGradebook(session, runId, options, common.json, terminal);
  });
};

const runIdOf = (text: string | undefined): RunId | undefined => {
  if (text === undefined) return undefined;
  const wanted = runIdSchema.safeParse(text);
  if (wanted.success) return wanted.data;
  throw new UsageError(`"${text}" is not a run id such as 2026-11-23T22-00-00Z.`);
};

const checkOptions = ({ csv, separator, for: system }: GradebookOptions, runId: RunId | undefined): void => {
  if (csv === undefined && (separator ?? system) !== undefined) {
    throw new UsageError(
      `--${system === undefined ? "separator" : "for"} is about a file: name it with --csv FILE.`,
    );
  }
  if (system !== undefined && runId !== undefined) {
    throw new UsageError("--for writes the whole course; leave the run out.");
  }
};

const courseGradebook = async (
  { bucket }: Session,
  { csv, for: system, separator, rebuild }: GradebookOptions,
  json: boolean,
  terminal: Terminal,
): Promise<void> => {
  await readSettings(bucket);
  const unreadable = await (rebuild ? rebuildBook(bucket) : foldEarlierRuns(bucket));
  const now = await bucket.now();
  const whole = await readWholeGradebook(bucket, () => now);
  for (const { runId, reason } of unreadable) {
    terminal.note(`Run ${runId} is not in this gradebook, because its results can't be read: ${reason}`);
  }
  tellOffList(whole, terminal);
  const begun = begunTests(whole, whole.now);
  if (csv !== undefined) {
    const usual = system === undefined ? separatorOf(whole.settings) : ",";
    const content = await courseCsv(begun, system ?? "spreadsheet", separators[separator ?? ""] ?? usual);
    writeCsv(csv, content);
  }
  if (json) terminal.out(JSON.stringify(courseJson(whole)));
  else if (csv !== undefined) terminal.note(`${counted(whole.students.length, "student")} written to ${csv}`);
  else for (const line of courseTable(begun, terminal)) terminal.out(line);
};

const tellOffList = ({ offList }: WholeGradebook, terminal: Terminal): void => {
  if (offList.length === 0) return;
  terminal.note(
    `Not shown, because no longer on the list: ${some(offList)}. To have them here, put their lines back into students.csv and publish.`,
  );
};

const runGradebook = async (
  { bucket }: Session,
  runId: RunId,
  { csv, separator }: GradebookOptions,
  json: boolean,
  terminal: Terminal,
): Promise<void> => {
  const found = await readRunGradebook(bucket, runId);
  const { text, rows, resumedBy } = found;
  if (resumedBy !== undefined) terminal.note(resumedLine(resumedBy));
  if (csv !== undefined) {
    const usual = separator ?? separatorOf((await findJson(bucket, keys.settings, settingsSchema)) ?? {});
    writeCsv(csv, await spreadsheetCsv(Buffer.from(text), separators[usual] ?? ","));
  }
  if (json) terminal.out(JSON.stringify(runJson(found)));
  else if (csv !== undefined)
    terminal.note(`Run ${runId}: ${counted(rows.length - 1, "student")} written to ${csv}`);
  else for (const line of runLines(found, terminal)) terminal.out(line);
};

const writeCsv = (file: string, content: Uint8Array): void => {
  try {
    writeFileSync(file, content);
  } catch (error) {
    throw new TrainerError(`The gradebook can't be written to ${file}: ${messageOf(error)}`);
  }
};

const runLines = ({ runId, rows: [header = [], ...rows] }: RunGradebook, { paint }: Terminal): string[] => [
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

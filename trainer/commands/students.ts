import { readFileSync } from "node:fs";
import { Command } from "commander";
import * as z from "zod";
import { counted } from "../../course/counted.ts";
import { quote } from "../../course/problems.ts";
import { messageOf } from "../../course/unknown-value.ts";
import { CourseFolderError, Problems } from "../course-folder/problems.ts";
import { isEncoding } from "../foreign/encoding.ts";
import { mergeRoster } from "../roster/merge-roster.ts";
import { type ReadRoster, readRoster } from "../roster/read-roster.ts";
import { parseColumnChoice } from "../roster/roster-columns.ts";
import { openStudentsFile } from "../roster/students-file.ts";
import { TrainerError } from "../trainer-error.ts";
import { type StudentsImport, studentsImportJson, studentsImportLines } from "./students-lines.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

const importOptionsSchema = z.object({
  into: z.string(),
  columns: z.string().optional(),
  domain: z.string().optional(),
  encoding: z.string().optional(),
  update: z.boolean().default(false),
  dryRun: z.boolean().default(false),
  json: z.boolean().default(false),
});

export const studentsCommand = (terminal: Terminal): Command =>
  new Command("students").description("the list of students").addCommand(importCommand(terminal));

const importHelp = `
Lists of Canvas, Moodle, Blackboard, Brightspace, Google Classroom, GitHub Classroom, Microsoft Teams, Gradescope, ILIAS,
nbgrader and Autolab (CSV or .xlsx), OneRoster packages, IMS Enterprise documents and plain lists of addresses are known
by their content. Who is on the list already stays there as is, unless you --update; nobody is ever removed.
Columns of other names: --columns id=ID,email=Mail,name="Full name" (or firstName=…,lastName=…; groups=…)`;

const importCommand = (terminal: Terminal): Command =>
  new Command("import")
    .description("add the students of another system's list to students.csv")
    .argument("<file>", "the list, as the other system exports it")
    .requiredOption("--into <dir>", "the course's folder")
    .option("--columns <names>", "which columns hold what, as in id=ID,email=Mail")
    .option(
      "--domain <name>",
      "where the list has no addresses: make them of logins or ids, as in adam@<name>",
    )
    .option(
      "--encoding <name>",
      "how the list's text is stored, as in windows-1250; left out: it is found out",
    )
    .option("--update", "take over names, addresses and groups that have changed in the list")
    .option("--dry-run", "say what would be added and changed, and write nothing")
    .option("--json", "print the result as JSON")
    .addHelpText("after", importHelp)
    .action((file: string, _: unknown, command: Command) => importStudents(file, command, terminal));

type ImportOptions = z.output<typeof importOptionsSchema>;

const importStudents = async (file: string, command: Command, terminal: Terminal): Promise<void> => {
  const options = importOptionsSchema.parse(command.opts());
  const problems = new Problems();
  const read = await readList(file, options, problems);
  if (problems.errors.length > 0) {
    if (options.json) terminal.out(JSON.stringify(unreadJson(file, read, problems)));
    throw new CourseFolderError(problems.errors);
  }
  const list = openStudentsFile(options.into, file);
  const merged = mergeRoster(list.students, read.entries, options);
  const changes = options.update
    ? merged.changed.filter(({ studentId }) => !list.unchangeable.has(studentId))
    : [];
  const isNew = merged.added.length + changes.length > 0;
  if (isNew && !options.dryRun) list.write(merged.added, changes);
  const done: StudentsImport = { file, list, merged, ...options, isWritten: isNew && !options.dryRun };
  if (options.json) terminal.out(JSON.stringify(studentsImportJson(done)));
  else for (const line of studentsImportLines(done, terminal)) terminal.out(line);
  failOnLoss(done, read);
};

/** Exit code 1, where somebody may be missing. */
const failOnLoss = ({ file, merged, isWritten }: StudentsImport, { entries }: ReadRoster): void => {
  if (entries.length === 0) throw new TrainerError(`There is nobody in ${file}.`);
  const losses = merged.skipped.filter(({ isLoss }) => isLoss).length;
  if (losses === 0) return;
  const rest = isWritten ? "; the other students are on the list" : "";
  throw new TrainerError(`${counted(losses, "line")} of ${file} could not be imported${rest}.`);
};

const readList = (
  file: string,
  { columns, domain, encoding }: ImportOptions,
  problems: Problems,
): Promise<ReadRoster> => {
  const choice = columns === undefined ? {} : parseColumnChoice(columns);
  if (typeof choice === "string") throw new UsageError(`--columns: ${choice}.`);
  if (domain !== undefined && !z.email().safeParse(`a@${domain}`).success) {
    throw new UsageError(`--domain must be the part of an address after its @, not ${quote(domain)}.`);
  }
  if (encoding !== undefined && !isEncoding(encoding)) {
    throw new UsageError(
      `--encoding: ${quote(encoding)} is not known; there are utf-8, windows-1250, iso-8859-2 …`,
    );
  }
  return readRoster(readBytes(file), file, { columns: choice, encoding }, problems);
};

const readBytes = (file: string): Buffer => {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new TrainerError(`${file} can't be read: ${messageOf(error)}`);
  }
};

/** A list that is not understood: its lines are counted all the same, where there are lines. */
const unreadJson = (file: string, { unread, entries }: ReadRoster, { errors }: Problems) => {
  const why = errors.map(({ message }) => message).join("; ");
  const lines = [...unread, ...entries].map(({ line }) => ({ file, line, what: "a line", why }));
  const skipped =
    lines.length > 0
      ? lines
      : errors.map(({ line, message }) => ({ file, line, what: "the list", why: message }));
  const counts = { read: lines.length, imported: 0, skipped: lines.length };
  return { counts, students: [], changed: [], gone: [], skipped };
};

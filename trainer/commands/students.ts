import { readFileSync } from "node:fs";
import { Command } from "commander";
import * as z from "zod";
import { counted } from "../../course/counted.ts";
import { quote } from "../../course/problems.ts";
import { messageOf } from "../../course/unknown-value.ts";
import { CourseFolderError, Problems } from "../course-folder/problems.ts";
import { type MergedRoster, mergeRoster, type NewStudent } from "../roster/merge-roster.ts";
import { readRoster } from "../roster/read-roster.ts";
import { parseColumnChoice } from "../roster/roster-columns.ts";
import type { RosterEntry } from "../roster/roster-entries.ts";
import { openStudentsFile, type StudentsFile } from "../roster/students-file.ts";
import { TrainerError } from "../trainer-error.ts";
import { table } from "./table.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

const importOptionsSchema = z.object({
  into: z.string(),
  columns: z.string().optional(),
  domain: z.string().optional(),
  dryRun: z.boolean().default(false),
  json: z.boolean().default(false),
});

export const studentsCommand = (terminal: Terminal): Command =>
  new Command("students").description("the list of students").addCommand(importCommand(terminal));

const importHelp = `
Lists of Canvas, Moodle, Google Classroom, GitHub Classroom, Microsoft Teams, Gradescope, Brightspace, Blackboard and
others are known by the names of their columns. Who is on the list already stays there as is; nobody is removed.
Columns of other names: --columns studentId=ID,email=Mail,name="Full name" (or firstName=…,lastName=…)`;

const importCommand = (terminal: Terminal): Command =>
  new Command("import")
    .description("add the students of another system's list (CSV) to students.csv")
    .argument("<file>", "the list, as the other system exports it")
    .requiredOption("--into <dir>", "the course's folder")
    .option("--columns <names>", "which columns hold what, as in studentId=ID,email=Mail")
    .option(
      "--domain <name>",
      "where the list has no addresses: make them of logins or ids, as in adam@<name>",
    )
    .option("--dry-run", "say what would be added, and write nothing")
    .option("--json", "print the result as JSON")
    .addHelpText("after", importHelp)
    .action((file: string, _: unknown, command: Command) => importStudents(file, command, terminal));

type ImportOptions = z.output<typeof importOptionsSchema>;

const importStudents = (file: string, command: Command, terminal: Terminal): void => {
  const options = importOptionsSchema.parse(command.opts());
  const entries = readEntries(file, options);
  const list = openStudentsFile(options.into, file);
  const merged = mergeRoster(list.students, entries, options);
  const { added, skipped } = merged;
  if (added.length > 0 && !options.dryRun) list.add(added);
  const counts = { read: entries.length, imported: added.length, skipped: skipped.length };
  if (options.json) terminal.out(JSON.stringify(resultOf(file, counts, merged)));
  else for (const line of resultLines(file, list, merged, options, terminal)) terminal.out(line);
  const losses = skipped.filter(({ isLoss }) => isLoss).length;
  if (entries.length === 0) throw new TrainerError(`There is nobody in ${file}.`);
  if (losses > 0) {
    const rest = added.length > 0 && !options.dryRun ? "; the other students are on the list" : "";
    throw new TrainerError(`${counted(losses, "line")} of ${file} could not be imported${rest}.`);
  }
};

const readEntries = (file: string, { columns, domain }: ImportOptions): readonly RosterEntry[] => {
  const choice = columns === undefined ? {} : parseColumnChoice(columns);
  if (typeof choice === "string") throw new UsageError(`--columns: ${choice}.`);
  if (domain !== undefined && !z.email().safeParse(`a@${domain}`).success) {
    throw new UsageError(`--domain must be the part of an address after its @, not ${quote(domain)}.`);
  }
  const problems = new Problems();
  const entries = readRoster(readBytes(file), file, choice, problems);
  if (problems.errors.length > 0) throw new CourseFolderError(problems.errors);
  return entries ?? [];
};

const readBytes = (file: string): Buffer => {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new TrainerError(`${file} can't be read: ${messageOf(error)}`);
  }
};

/** Leaves out passwords and whatever else the other system's file holds. */
const resultOf = (file: string, counts: object, { added, skipped }: MergedRoster) => ({
  counts,
  students: added.map(({ studentId, email, name }) => ({ studentId, email, name })),
  skipped: skipped.map(({ line, what, why }) => ({ file, line, what, why })),
});

const resultLines = (
  file: string,
  { path, keptAs }: StudentsFile,
  { added, skipped, others }: MergedRoster,
  { dryRun }: ImportOptions,
  { paint }: Terminal,
): readonly string[] => {
  const count = added.length === 1 ? "1 student" : `${added.length} students`;
  const stay = others.length === 1 ? "1 who is" : `${others.length} who are`;
  const lines = (isLoss: boolean): readonly string[] =>
    atMost(
      mostSkippedShown,
      skipped
        .filter((line) => line.isLoss === isLoss)
        .map(
          ({ line, what, why }) =>
            `${file}:${line}: ${paint(isLoss ? "attention" : "faint", `${what} ${why}`)}`,
        ),
    );
  return [
    paint("strong", `${dryRun ? "Would add" : "Added"} ${count} to ${path}`),
    ...table(added.map((student) => addedCells(student, paint))),
    ...lines(false),
    ...lines(true),
    ...(others.length > 0 ? [`The list keeps ${stay} not in ${file}.`] : []),
    ...(keptAs !== null && added.length > 0 && !dryRun ? [`The file as it was is kept as ${keptAs}.`] : []),
  ];
};

const addedCells = (
  { studentId, email, name, idMadeOf, idColumn, isAddressMade }: NewStudent,
  paint: Terminal["paint"],
): string[] => [
  `  ${studentId}`,
  email,
  name,
  paint(
    "faint",
    (idMadeOf === null ? `id from "${idColumn}"` : `id made of ${idMadeOf}`) +
      (isAddressMade ? ", address made: look whether it is right before you invite" : ""),
  ),
];

/** All are in the JSON. */
const mostSkippedShown = 20;

const atMost = (most: number, lines: readonly string[]): readonly string[] =>
  lines.length <= most
    ? lines
    : [...lines.slice(0, most), `… and ${lines.length - most} lines more (--json has all)`];

import { existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { Command } from "commander";
import * as z from "zod";
import { counted } from "../../course/counted.ts";
import { subjectSchema } from "../../course/ids.ts";
import { quote } from "../../course/problems.ts";
import { messageOf } from "../../course/unknown-value.ts";
import { writeWhole } from "../course-folder/write-whole.ts";
import { isEncoding } from "../foreign/encoding.ts";
import { formatTitles } from "../import/format-titles.ts";
import type { GivenFile } from "../import/import-files.ts";
import { type PlannedFile, type PlannedTest, planTests } from "../import/write/plan.ts";
import { TrainerError } from "../trainer-error.ts";
import { type ImportOutcome, importJson, importLines } from "./import-lines.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

const importOptionsSchema = z.object({
  into: z.string(),
  as: z.string().optional(),
  subject: z.string().optional(),
  encoding: z.string().optional(),
  dryRun: z.boolean().default(false),
  json: z.boolean().default(false),
});

type ImportOptions = z.output<typeof importOptionsSchema>;

const importHelp = `
Formats: ${Object.entries(formatTitles)
  .map(([name, title]) => `${name} (${title})`)
  .join(", ")}.
Each question is taken, taken with a loss that is named, or skipped with the reason. Nothing is guessed into a right answer,
and nothing in a file is run. A file that is there with other content is written over only when you say yes.`;

export const importCommand = (terminal: Terminal): Command =>
  new Command("import")
    .description("take in questions of another system as tests of a course")
    .argument("<files...>", "the files, as the other system exports them")
    .requiredOption("--into <dir>", "the course's folder")
    .option("--as <format>", "the files' format; left out: it is known by their content")
    .option("--subject <name>", "the subject to put all tests into; left out: by category")
    .option("--encoding <name>", "how the text is stored, as in windows-1250; left out: it is found out")
    .option("--dry-run", "show what would be written, and write nothing")
    .option("--json", "print the result as JSON")
    .addHelpText("after", importHelp)
    .action((files: string[], _: unknown, command: Command) => importQuestions(files, command, terminal));

const importQuestions = async (
  names: readonly string[],
  command: Command,
  terminal: Terminal,
): Promise<void> => {
  const options = importOptionsSchema.parse(command.opts());
  check(options);
  // What reads the formats is much, and only this command needs it.
  const { formats } = await import("../import/formats.ts");
  const { importFiles } = await import("../import/import-files.ts");
  const format = formats.find(({ name }) => name === options.as);
  const read = await importFiles(names.map(readGiven), { format, encoding: options.encoding });
  const tests = planTests(read.questions, options.into, options.subject);
  const { kept, write } = await confirmed(tests, options, terminal);
  if (!options.dryRun) for (const file of write) writeInto(options.into, file);
  const outcome: ImportOutcome = { ...read, files: names, tests, kept, ...options };
  if (options.json) terminal.out(JSON.stringify(importJson(outcome)));
  else for (const line of importLines(outcome, terminal)) terminal.out(line);
  failUnlessWhole(outcome);
};

/** Exit code 1, unless all that is in the files is in the course now. */
const failUnlessWhole = ({ questions, skipped, kept, dryRun }: ImportOutcome): void => {
  if (kept.length > 0 && !dryRun) {
    const there = counted(kept.length, "file is", "files are");
    throw new TrainerError(
      `${there} there with other content, and stayed as before: ${kept.join(", ")}. Move away what you want written anew, then import again.`,
    );
  }
  if (questions.length + skipped.length === 0) throw new TrainerError("There is no question in it.");
  if (skipped.length > 0) throw new TrainerError(`${counted(skipped.length, "item")} could not be imported.`);
};

const check = ({ as, into, subject, encoding }: ImportOptions): void => {
  if (as !== undefined && !Object.hasOwn(formatTitles, as)) {
    const known = Object.keys(formatTitles).join(", ");
    throw new UsageError(`--as: there is no format ${quote(as)}; there are ${known}.`);
  }
  if (subject !== undefined && !subjectSchema.safeParse(subject).success) {
    throw new UsageError(
      `--subject: ${quote(subject)} can't be a subject; use letters, digits, dots and dashes.`,
    );
  }
  if (encoding !== undefined && !isEncoding(encoding)) {
    throw new UsageError(
      `--encoding: ${quote(encoding)} is not known; there are utf-8, windows-1250, iso-8859-2 …`,
    );
  }
  if (!existsSync(join(into, "course.yaml"))) {
    throw new TrainerError(`${into} is no course: there is no course.yaml in it. Name the course's folder.`);
  }
};

/** What a machine reads into memory at once. */
const mostBytes = 100 * 1024 * 1024;

const readGiven = (file: string): GivenFile => {
  try {
    const { size } = statSync(file);
    if (size > mostBytes) throw new TrainerError(`${file} is larger than 100 MiB.`);
    return { file, bytes: readFileSync(file) };
  } catch (error) {
    throw error instanceof TrainerError
      ? error
      : new TrainerError(`${file} can't be read: ${messageOf(error)}`);
  }
};

/** The files to write, and those that stay: what is there with other content is asked about, test by test. */
const confirmed = async (
  tests: readonly PlannedTest[],
  { dryRun }: ImportOptions,
  terminal: Terminal,
): Promise<{ readonly kept: readonly string[]; readonly write: readonly PlannedFile[] }> => {
  const kept: string[] = [];
  const write: PlannedFile[] = [];
  for (const { test, pictures } of tests) {
    const files = [...pictures, test];
    const others = files.filter(({ state }) => state === "other").map(({ path }) => path);
    if (others.length > 0 && (dryRun || !(await isYes(others, terminal)))) kept.push(...others);
    else write.push(...files.filter(({ state }) => state !== "same"));
  }
  return { kept, write };
};

const isYes = async (paths: readonly string[], terminal: Terminal): Promise<boolean> => {
  const what =
    paths.length === 1
      ? `${paths[0]} is there with other content`
      : `${paths.join(", ")} are there with other content`;
  return /^y(es)?$/i.test(((await terminal.ask(`${what}. Write anew? [y/N] `)) ?? "").trim());
};

const writeInto = (folder: string, { path, content }: PlannedFile): void => {
  const to = join(folder, path);
  mkdirSync(dirname(to), { recursive: true });
  writeWhole(to, content);
};

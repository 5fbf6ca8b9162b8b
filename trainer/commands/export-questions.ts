import { existsSync } from "node:fs";
import { basename, resolve } from "node:path";
import { Command } from "commander";
import * as z from "zod";
import { counted } from "../../course/counted.ts";
import { testPath } from "../../course/ids.ts";
import { quote } from "../../course/problems.ts";
import type { Course, CourseTest } from "../course-folder/course.ts";
import { readCourse } from "../course-folder/read-course.ts";
import { writeWhole } from "../course-folder/write-whole.ts";
import type { CourseExport } from "../export/export-course.ts";
import { exportTitles } from "../export/format-titles.ts";
import { TrainerError } from "../trainer-error.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

const exportOptionsSchema = z.object({
  as: z.string(),
  to: z.string().min(1).optional(),
  yes: z.boolean().default(false),
  json: z.boolean().default(false),
});

type ExportOptions = z.output<typeof exportOptionsSchema>;

const exportHelp = `
Formats: ${Object.entries(exportTitles)
  .map(([name, title]) => `${name} (${title})`)
  .join(", ")}.
What a format can't hold is listed by question before anything is written; you say whether it is written without.`;

export const exportQuestionsCommand = (terminal: Terminal): Command =>
  new Command("export-questions")
    .description("write a course's questions, with their answers, for another system")
    .argument("<dir>", "the course's folder")
    .argument("[what]", "a subject, or a test as in linux/processes; left out: the whole course")
    .requiredOption("--as <format>", "the format that the other system reads")
    .option("--to <file>", "the file to write; left out: named like the course, in the current folder")
    .option("--yes", "don't ask")
    .option("--json", "print the result as JSON")
    .addHelpText("after", exportHelp)
    .action((folder: string, what: string | undefined, _: unknown, command: Command) =>
      exportQuestions(folder, what, command, terminal),
    );

const exportQuestions = async (
  folder: string,
  what: string | undefined,
  command: Command,
  terminal: Terminal,
): Promise<void> => {
  const options = exportOptionsSchema.parse(command.opts());
  if (!Object.hasOwn(exportTitles, options.as)) {
    const known = Object.keys(exportTitles).join(", ");
    throw new UsageError(`--as: there is no format ${quote(options.as)}; there are ${known}.`);
  }
  // What writes the formats is much, and only this command needs it.
  const { exportFormats } = await import("../export/formats.ts");
  const { exportOf } = await import("../export/export-course.ts");
  const [format] = exportFormats.filter(({ name }) => name === options.as);
  if (format === undefined) throw new UsageError(`--as: there is no format ${quote(options.as)}.`);
  const course = readCourse(folder);
  const made = exportOf(testsNamed(course, what), format);
  // Made before anything is asked: a file that would be too large is no question.
  const content = format.write(made.tests);
  const file =
    options.to ?? `${what?.replace("/", "-") ?? (basename(resolve(folder)) || "course")}.${format.ending}`;
  const questions = made.tests.reduce((sum, test) => sum + test.questions.length, 0);
  if (!options.json) for (const line of missingLines(made, terminal)) terminal.out(line);
  const isWritten = questions > 0 && (await isAgreed(made, file, options, terminal));
  if (isWritten) writeWhole(file, content);
  const result = { format: format.name, file, isWritten, questions };
  if (options.json) terminal.out(JSON.stringify({ ...result, losses: made.losses, leftOut: made.leftOut }));
  if (!isWritten)
    throw new TrainerError(
      questions === 0
        ? `Nothing was written: ${format.title} can hold none of the questions.`
        : "Nothing was written.",
    );
  if (!options.json)
    terminal.out(
      `${format.title}: ${counted(questions, "question")} of ${counted(made.tests.length, "test")} written to ${file}`,
    );
};

const testsNamed = ({ tests }: Course, what: string | undefined): readonly CourseTest[] => {
  const found = tests.filter(
    (test) => what === undefined || test.subject === what || testPath(test) === what,
  );
  if (found.length > 0) return found;
  throw new TrainerError(
    `There is no subject and no test ${quote(what ?? "")} in the course; there are ${tests.map(testPath).join(", ")}.`,
  );
};

/** All are in the JSON. */
const mostShown = 50;

const missingLines = ({ losses, leftOut }: CourseExport, { paint }: Terminal): readonly string[] => {
  const lines = [
    ...leftOut.map(
      ({ test, id, name, why }) =>
        `${test} ${id}: ${paint("attention", `${quote(name)} is left out: it ${why}`)}`,
    ),
    ...losses.map(
      ({ test, id, name, what }) =>
        `${id === "" ? test : `${test} ${id}`}: ${paint("faint", `${quote(name)} ${what}`)}`,
    ),
  ];
  const more = lines.length - mostShown;
  return more > 0 ? [...lines.slice(0, mostShown), `… and ${more} lines more (--json has all)`] : lines;
};

/** Asked once, for all that would be lost: in the new file, or with the old one. */
const isAgreed = async (
  { losses, leftOut }: CourseExport,
  file: string,
  { yes }: ExportOptions,
  terminal: Terminal,
): Promise<boolean> => {
  const reasons = [
    ...(leftOut.length > 0 ? [`${counted(leftOut.length, "question")} would be left out`] : []),
    ...(losses.length > 0 ? [`${counted(losses.length, "thing")} would be lost`] : []),
    ...(existsSync(file) ? [`${file} is there already`] : []),
  ];
  if (reasons.length === 0 || yes) return true;
  const answer = await terminal.ask(`${reasons.join("; ")}. Write it? [y/N] `);
  if (answer !== null) return /^y(es)?$/i.test(answer.trim());
  terminal.note(`${reasons.join("; ")}, and there is no terminal to ask at. Add --yes to write it.`);
  return false;
};

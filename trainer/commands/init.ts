import { mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Command } from "commander";
import * as z from "zod";
import { readCourse } from "../course-folder/read-course.ts";
import {
  type CourseAnswers,
  type CourseQuestion,
  courseQuestions,
  settingsFrom,
} from "../init/course-answers.ts";
import { type CourseFile, courseFiles } from "../init/course-files.ts";
import { TrainerError } from "../trainer-error.ts";
import { table } from "./table.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

const initOptionsSchema = z.partialRecord(
  z.enum(["id", "title", "trainerName", "trainerEmail", "sender", "timeZone", "deadline", "scale"]),
  z.string(),
);

export const initCommand = (terminal: Terminal): Command => {
  const command = new Command("init")
    .description("make a new course folder, by questions and answers or by options")
    .argument("<dir>", "the folder to make")
    .action((folder: string, _: unknown, command: Command) =>
      init(folder, initOptionsSchema.parse(command.opts()), terminal),
    );
  for (const { flags, question } of courseQuestions) command.option(flags, question);
  return command;
};

const init = async (folder: string, given: CourseAnswers, terminal: Terminal): Promise<void> => {
  refuseUsed(folder);
  const files = courseFiles(settingsFrom(await answersTo(given, terminal)));
  for (const { path, text } of files) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { flag: "wx" });
  }
  readCourse(folder);
  for (const line of doneLines(folder, files, terminal)) terminal.out(line);
};

const refuseUsed = (folder: string): void => {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (!found || (found.isDirectory() && readdirSync(folder).length === 0)) return;
  throw new TrainerError(`${folder} is there already and not empty; nothing was written. Name a new folder.`);
};

const answersTo = async (given: CourseAnswers, terminal: Terminal): Promise<CourseAnswers> => {
  for (const { option, flags, fault } of courseQuestions) {
    const answer = given[option];
    const wrong = answer === undefined ? null : fault(answer);
    if (wrong !== null) throw new UsageError(`${flags.split(" ")[0]} ${wrong}, not "${answer}".`);
  }
  let answers = given;
  const unanswered: string[] = [];
  for (const question of courseQuestions) {
    if (answers[question.option] !== undefined) continue;
    const answer = await answerTo(question, question.standard(answers), terminal);
    if (answer === null) unanswered.push(question.flags);
    else answers = { ...answers, [question.option]: answer };
  }
  if (unanswered.length === 0) return answers;
  throw new UsageError(
    `There is no terminal to answer at, so these options are needed: ${unanswered.join(", ")}.`,
  );
};

/** Asks until the answer can be used. null: there is no terminal and no default. */
const answerTo = async (
  { question, fault }: CourseQuestion,
  standard: string | null,
  terminal: Terminal,
): Promise<string | null> => {
  for (;;) {
    const said = await terminal.ask(`${question}${standard === null ? "" : ` [${standard}]`} `);
    if (said === null) return standard;
    const answer = said.trim() || standard;
    const wrong = answer === null ? "is needed" : fault(answer);
    if (wrong === null) return answer;
    terminal.note(`  The answer ${wrong}.`);
  }
};

const doneLines = (folder: string, files: readonly CourseFile[], { paint }: Terminal): string[] => [
  paint("strong", `Made ${folder}`),
  ...table(files.map(({ path, purpose }) => [`  ${path}`, paint("faint", purpose)])),
  "",
  "Next:",
  ...table([
    [`  bin/trainer check ${folder}`, paint("faint", "says what is in it, and what is wrong")],
    [`  npm start -- --course ${folder}`, paint("faint", "runs it on this machine")],
    [`  npm run deploy -- -c course=${folder}`, paint("faint", "runs it on AWS")],
  ]),
];

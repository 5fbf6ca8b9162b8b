import { Command } from "commander";
import * as z from "zod";
import { counted } from "../../course/counted.ts";
import { showInstant } from "../../course/deadlines/shown-instant.ts";
import { type Instant, testPath } from "../../course/ids.ts";
import { paperSize } from "../../course/questions/paper.ts";
import type { Settings } from "../../course/settings.ts";
import { stackNameFor } from "../../course/stack-name.ts";
import type { Course, CourseTest } from "../course-folder/course.ts";
import { CourseFolderError, type Problem, problemLine } from "../course-folder/problems.ts";
import { readCourse } from "../course-folder/read-course.ts";
import { runFor } from "../course-folder/wall-time.ts";
import { TrainerError } from "../trainer-error.ts";
import { table } from "./table.ts";
import type { Terminal } from "./terminal.ts";

const checkOptionsSchema = z.object({ json: z.boolean().default(false) });

export const checkCommand = (terminal: Terminal): Command =>
  new Command("check")
    .description("check a course folder and say what is in it; nothing is uploaded")
    .argument("<dir>", "the course's folder")
    .option("--json", "print the result as JSON")
    .action((folder: string, _: unknown, command: Command) => check(folder, command, terminal));

const check = (folder: string, command: Command, terminal: Terminal): void => {
  const { json } = checkOptionsSchema.parse(command.opts());
  const { course, problems, warnings } = readOrProblems(folder);
  if (json) terminal.out(JSON.stringify({ problems, warnings, ...(course && contents(course)) }));
  for (const warning of warnings) terminal.note(`Warning: ${problemLine(warning)}`);
  if (!course) {
    if (!json) for (const problem of problems) terminal.out(problemLine(problem));
    throw new TrainerError(
      `${counted(problems.length, "problem")} in ${folder}. Correct ${problems.length === 1 ? "it" : "them"}, then check again.`,
    );
  }
  if (!json) for (const line of courseLines(course, folder, terminal)) terminal.out(line);
};

interface Checked {
  readonly course?: Course;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

const readOrProblems = (folder: string): Checked => {
  try {
    const course = readCourse(folder);
    return { course, problems: [], warnings: course.warnings };
  } catch (error) {
    if (error instanceof CourseFolderError) return { problems: error.problems, warnings: error.warnings };
    throw error;
  }
};

const contents = ({ settings, tests, students }: Course) => ({
  title: settings.title,
  id: settings.id ?? null,
  stack: stackNameFor(settings),
  tests: tests.map(({ questions, answerKey, pictures, file, ...test }) => ({
    ...test,
    questions: questions.length,
  })),
  students: students.length,
});

const courseLines = (course: Course, folder: string, { paint }: Terminal): string[] => [
  paint("strong", course.settings.title),
  ...table(course.tests.map((test) => testCells(test, course.settings))),
  `${counted(course.students.length, "student")}, scores up to ${course.settings.scale}.`,
  `${verdict(course, paint)} Publish it with: bin/trainer publish ${folder}`,
];

const verdict = ({ warnings }: Course, paint: Terminal["paint"]): string => {
  if (warnings.length === 0) return paint("good", "Nothing is wrong.");
  return paint("attention", `Nothing is wrong, apart from ${counted(warnings.length, "warning")}.`);
};

const questionsText = (questions: CourseTest["questions"]): string => {
  const asked = paperSize(questions);
  const all = counted(questions.length, "question");
  return asked === questions.length ? all : `${asked} of ${all}`;
};

const testCells = (test: CourseTest, settings: Settings): string[] => [
  `  ${testPath(test)}`,
  test.title,
  questionsText(test.questions),
  test.deadline === null
    ? "until the first weekly deadline after it is published"
    : `until ${showInstant(test.deadline, settings.timeZone)}${gradedAt(test.deadline, settings)}`,
];

/** When the weekly run does not begin at the deadline itself. */
const gradedAt = (deadline: Instant, { timeZone, deadline: weekly }: Settings): string => {
  const run = runFor(deadline, { timeZone, weekly });
  return run === deadline ? "" : `, graded ${showInstant(run, timeZone)}`;
};

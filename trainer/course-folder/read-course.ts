import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { nextSkippedDate } from "../../course/deadlines/deadline.ts";
import { zoneNameSchema } from "../../course/deadlines/time-zone.ts";
import { toInstant } from "../../course/ids.ts";
import { parseWeeklyTime, type Settings, settingsSchema } from "../../course/settings.ts";
import type { Student } from "../../course/student.ts";
import { catalogueOf, languages } from "../../course/words/words.ts";
import { TrainerError } from "../trainer-error.ts";
import type { Course } from "./course.ts";
import { readExtensions } from "./extensions.ts";
import { warnOfMissingId } from "./missing-id.ts";
import { lineText } from "./plain-text.ts";
import { CourseFolderError, Problems, sortProblems } from "./problems.ts";
import { checkScoreRules } from "./score-rules.ts";
import { checkStudents, type ListedStudent, readEarlierStudents, readStudentsCsv } from "./students.ts";
import { readTests } from "./tests.ts";
import { readText } from "./text-file.ts";
import { checkTree, parseTree, type Tree } from "./tree.ts";
import type { CourseTimes } from "./wall-time.ts";

const files = {
  settings: "course.yaml",
  students: "students.csv",
  earlierStudents: "studentsList/studentsList.json",
  extensions: "extensions.csv",
} as const;

/**
 * Reads a course folder: `course.yaml`, `<subject>/<testId>.yaml`, `students.csv`, `extensions.csv`, and the folders of
 * the earlier system, `subjects/` and `studentsList/`. Throws `CourseFolderError` with all that is wrong in it, so that
 * what is returned can be published as it is.
 *
 * @param extensionsToBe reads the folder as if these were the bytes of its `extensions.csv`.
 */
export const readCourse = (folder: string, extensionsToBe?: Buffer): Course => {
  checkFolder(folder);
  const problems = new Problems();
  const read = readSettings(folder, problems);
  const settings = read?.settings;
  if (settings) warnOfMissingId(files.settings, settings, problems);
  const times = timesOf(settings);
  const before = problems.errors.length;
  const tests = readTests(folder, times, problems);
  // A name may belong to a test that can't be read, so it is not reported as missing.
  if (read && problems.errors.length === before) checkScoreRules(read.settings, read.tree, tests, problems);
  const listed = readStudents(folder, problems);
  const known = { students: listed, tests, times };
  const extensions = readExtensions(folder, files.extensions, known, problems, extensionsToBe);
  const warnings = sortProblems(problems.warnings);
  if (!settings || problems.errors.length > 0) {
    throw new CourseFolderError(sortProblems(problems.errors), warnings);
  }
  const students = listed.map(
    ({ studentId, email, name, groups }): Student => ({
      studentId,
      email,
      name,
      ...(groups && { groups: [...groups] }),
      extensions: [...(extensions.get(studentId) ?? [])],
    }),
  );
  const { language } = settings;
  const inLanguage = tests.map((test) => (language === undefined ? test : { language, ...test }));
  return { settings, tests: inLanguage, students, warnings };
};

/** The settings alone, for a command that only needs to know which course it is. */
export const readCourseSettings = (folder: string): Settings => {
  checkFolder(folder);
  const problems = new Problems();
  const read = readSettings(folder, problems);
  if (!read) throw new CourseFolderError(sortProblems(problems.errors));
  return read.settings;
};

const checkFolder = (folder: string): void => {
  if (existsSync(folder) && statSync(folder).isDirectory()) return;
  throw new TrainerError(
    `${folder} is not a folder. Give the course's folder, the one with course.yaml in it.`,
  );
};

/** When the settings are wrong, nothing is returned; any zone will do to find problems in the other files. */
const timesOf = (settings: Settings | undefined): CourseTimes => ({
  timeZone: settings?.timeZone ?? "UTC",
  weekly: settings?.deadline ?? "Monday 23:00",
});

/** Rules for course.yaml, not for stored settings: older ones stay readable. Title and name go into mails. */
const courseFileSchema = settingsSchema.extend({
  title: lineText,
  trainer: settingsSchema.shape.trainer.extend({ name: lineText }),
  timeZone: zoneNameSchema,
});

interface ReadSettings {
  readonly settings: Settings;
  readonly tree: Tree;
}

const readSettings = (folder: string, problems: Problems): ReadSettings | undefined => {
  if (!existsSync(join(folder, files.settings))) {
    problems.add(
      files.settings,
      1,
      "is not there; it names the course, the trainer, the sender, the time zone and the deadline",
    );
    return undefined;
  }
  const text = readText(folder, files.settings, problems);
  const tree = text === undefined ? undefined : parseTree(files.settings, text, "typed", problems);
  const settings = tree && checkTree(tree, courseFileSchema, problems);
  if (!settings) return undefined;
  const silence = languageWarning(settings);
  if (silence !== undefined) problems.warn(files.settings, tree.lineOf(["language"]), silence);
  const fault = scheduleFault(settings);
  if (fault === undefined) return { settings, tree };
  problems.add(files.settings, tree.lineOf(["deadline"]), fault);
  return undefined;
};

const languageWarning = ({ language }: Settings): string | undefined =>
  language === undefined || catalogueOf(language) !== null
    ? undefined
    : `language is ${language}, in which page, mails and client have no words, so students get them in English; there are ${languages.join(" and ")}`;

/** A rule for course.yaml, not for stored settings: older ones may break it. */
const scheduleFault = ({ deadline, timeZone }: Settings): string | undefined => {
  const date = nextSkippedDate(parseWeeklyTime(deadline), toInstant(new Date()), timeZone);
  if (date === null) return undefined;
  return `deadline is ${deadline}, which clocks in ${timeZone} skip next on ${date}: no run would start that day. Choose an hour that every week has`;
};

const readStudents = (folder: string, problems: Problems): ListedStudent[] => {
  const sources = [
    { file: files.students, read: readStudentsCsv },
    { file: files.earlierStudents, read: readEarlierStudents },
  ].filter(({ file }) => existsSync(join(folder, file)));
  if (sources.length === 0) {
    problems.add(files.students, 1, "is not there; write a line studentId,email,name and one line a student");
  }
  const before = problems.errors.length;
  const students = sources.flatMap(({ file, read }) => read(folder, file, problems));
  checkStudents(students, problems);
  if (students.length === 0 && sources.length > 0 && problems.errors.length === before) {
    problems.add(files.students, 1, "lists no student");
  }
  return students;
};

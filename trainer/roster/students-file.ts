import { constants, copyFileSync, existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "csv-stringify/sync";
import { quote } from "../../course/problems.ts";
import { messageOf } from "../../course/unknown-value.ts";
import { type CsvLine, csvLines } from "../course-folder/csv-rows.ts";
import { CourseFolderError, Problems } from "../course-folder/problems.ts";
import { type ListedStudent, readEarlierStudents, readStudentsCsv } from "../course-folder/students.ts";
import { readText } from "../course-folder/text-file.ts";
import { writeWhole } from "../course-folder/write-whole.ts";
import { TrainerError } from "../trainer-error.ts";
import type { Change, Listed } from "./changes.ts";

const fileName = "students.csv";
const earlierFile = "studentsList/studentsList.json";
const columns = ["studentId", "email", "name", "groups"] as const;

/** The list of a course, to which students can be added. */
export interface StudentsFile {
  readonly path: string;
  readonly students: readonly ListedStudent[];
  /** Where a copy of the imported file is kept, when that file is the list itself; null: it is another file. */
  readonly keptAs: string | null;
  /** Who stands in the earlier system's file, which is never written. */
  readonly unchangeable: ReadonlySet<string>;
  /** Writes the list with these at its end and these changes, in one step; everything else on it stays unchanged. */
  write(added: readonly Listed[], changes: readonly Change[]): void;
}

/**
 * The list of a course folder.
 *
 * @param source the imported file. When it is the list itself, as another system wrote it, a copy is kept beside it under
 * another name before the list is written.
 * @throws TrainerError when there is no such folder. @throws CourseFolderError when the list has faults: nothing is added
 * to what may be misread.
 */
export const openStudentsFile = (folder: string, source: string): StudentsFile => {
  if (
    !statSync(folder, { throwIfNoEntry: false })?.isDirectory() ||
    !existsSync(join(folder, "course.yaml"))
  ) {
    throw new TrainerError(
      `${folder} is no course: there is no course.yaml in it. Name the course's folder.`,
    );
  }
  const path = join(folder, fileName);
  const problems = new Problems();
  const earlier = existsSync(join(folder, earlierFile))
    ? readEarlierStudents(folder, earlierFile, problems)
    : [];
  const isItself = existsSync(path) && existsSync(source) && realpathSync(source) === realpathSync(path);
  const hasList = existsSync(path) && !isItself && readFileSync(path, "utf8").trim() !== "";
  const listed = hasList ? readStudentsCsv(folder, fileName, problems) : [];
  if (problems.errors.length > 0) throw new CourseFolderError(problems.errors);
  return {
    path,
    students: [...listed, ...earlier],
    keptAs: isItself ? keptName(path) : null,
    unchangeable: new Set(earlier.map(({ studentId }) => studentId)),
    write: (added, changes) => {
      const own = columnsFor([], added, []);
      const text = hasList ? extended(folder, added, changes) : stringify([own, ...added.map(toCells(own))]);
      if (isItself) keepOriginal(path);
      writeWhole(path, text);
    },
  };
};

/** The list's columns, and behind them those that it needs. */
const columnsFor = (
  header: readonly string[],
  added: readonly Listed[],
  changes: readonly Change[],
): readonly string[] => {
  const hasGroups = added.some(({ groups }) => groups) || changes.some(({ what }) => what === "groups");
  const needed = columns.filter((column) => column !== "groups" || hasGroups);
  return [...header, ...needed.filter((column) => !header.includes(column))];
};

const toCells =
  (header: readonly string[]) =>
  ({ groups, ...student }: Listed): string[] =>
    header.map((name) => {
      const column = columns.find((known) => known === name);
      if (column === "groups") return (groups ?? []).join(" ");
      return column === undefined ? "" : student[column];
    });

/** The list's own lines, cell by cell as they were but for the changes, and the new ones below. */
const extended = (folder: string, added: readonly Listed[], changes: readonly Change[]): string => {
  const problems = new Problems();
  const { delimiter, lines } = csvLines(fileName, readText(folder, fileName, problems) ?? "", problems);
  const [first, ...rows] = lines;
  if (!first || problems.errors.length > 0) throw new CourseFolderError(problems.errors);
  const header = columnsFor(first.cells, added, changes);
  const idPlace = header.indexOf("studentId");
  const cellsOf = ({ cells }: CsvLine): string[] =>
    header.map((name, place) => {
      const change = changes.find(({ studentId, what }) => studentId === cells[idPlace] && what === name);
      return change?.imported ?? cells[place] ?? "";
    });
  const mark = readFileSync(join(folder, fileName)).subarray(0, 3).equals(Buffer.from("\ufeff"))
    ? "\ufeff"
    : "";
  return mark + stringify([header, ...rows.map(cellsOf), ...added.map(toCells(header))], { delimiter });
};

const keptName = (path: string): string => path.replace(/\.csv$/, "-as-exported.csv");

const keepOriginal = (path: string): void => {
  const kept = keptName(path);
  try {
    copyFileSync(path, kept, constants.COPYFILE_EXCL);
  } catch (error) {
    throw new TrainerError(
      `${path} would be written anew, but can't be kept as ${quote(kept)} before: ${messageOf(error)}. Nothing was written.`,
    );
  }
};

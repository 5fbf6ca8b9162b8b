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

const fileName = "students.csv";
const earlierFile = "studentsList/studentsList.json";
const columns = ["studentId", "email", "name"] as const;

type Row = Readonly<Record<(typeof columns)[number], string>>;

/** The list of a course, to which students can be added. */
export interface StudentsFile {
  readonly path: string;
  readonly students: readonly ListedStudent[];
  /** Where a copy of the imported file is kept, when that file is the list itself; null: it is another file. */
  readonly keptAs: string | null;
  /** Writes the list with these at its end, in one step; everybody who was on it stays unchanged. */
  add(students: readonly Row[]): void;
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
    add: (students) => {
      const text = hasList
        ? extended(folder, students)
        : stringify([columns, ...students.map(toCells(columns))]);
      if (isItself) keepOriginal(path);
      writeWhole(path, text);
    },
  };
};

const toCells =
  (header: readonly string[]) =>
  (student: Row): string[] =>
    header
      .map((name) => columns.find((column) => column === name))
      .map((column) => (column ? student[column] : ""));

/** The list's own lines, cell by cell as they were, and the new ones below. */
const extended = (folder: string, students: readonly Row[]): string => {
  const problems = new Problems();
  const { delimiter, lines } = csvLines(fileName, readText(folder, fileName, problems) ?? "", problems);
  const [first, ...rows] = lines;
  if (!first || problems.errors.length > 0) throw new CourseFolderError(problems.errors);
  const header = [...first.cells, ...columns.filter((column) => !first.cells.includes(column))];
  const filled = ({ cells }: CsvLine): string[] => header.map((_, place) => cells[place] ?? "");
  const mark = readFileSync(join(folder, fileName)).subarray(0, 3).equals(Buffer.from("\ufeff"))
    ? "\ufeff"
    : "";
  return mark + stringify([header, ...rows.map(filled), ...students.map(toCells(header))], { delimiter });
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

import { testPath } from "../ids.ts";
import type { Settings } from "../settings.ts";
import type { GradebookCell, GradebookColumns, GradebookTest } from "./course-gradebook.ts";
import { leadColumns, neutraliseFormula, numberText, type Separator, spreadsheetText } from "./gradebook.ts";

/** The purpose of a file: a person's spreadsheet, or the import of another system. */
export const fileKinds = ["spreadsheet", "canvas", "moodle"] as const;

export type FileKind = (typeof fileKinds)[number];

/** Where a comma is the decimal sign, spreadsheets expect a semicolon between cells. */
export const separatorOf = ({ language = "en" }: Pick<Settings, "language">): Separator =>
  new Intl.NumberFormat(language).format(0.5).includes(",") ? ";" : ",";

type Row = readonly string[];

/** The score of a graded test, with the separator of the file's readers; otherwise empty. */
const scoreCell = (cell: GradebookCell | null, separator: Separator): string =>
  cell?.score === undefined ? "" : numberText(cell.score, separator);

/** Ids, names and titles stay as they are in a spreadsheet; scores are numbers that can be added up. */
export function* spreadsheetRows({ tests, students }: GradebookColumns, separator: Separator): Iterable<Row> {
  const text = (cell: string): string => spreadsheetText(neutraliseFormula(cell));
  yield [...leadColumns, ...tests.map(testPath).map(text), "total", "out of", "average %"];
  for (const { studentId, name, email, cells, total, outOf, average } of students) {
    const scores = cells.map((cell) => scoreCell(cell, separator) || (cell?.status ?? ""));
    const sums = [total, outOf, average ?? ""].map((sum) => numberText(sum, separator));
    yield [...[studentId, name, email].map(text), ...scores, ...sums];
  }
}

/** Names of Canvas's own columns. */
const canvasColumns = ["Student", "ID", "SIS Login ID", "Section"];

/**
 * Titles that Canvas would misread: names of its own columns and sums, and a number in brackets at the end, which is the id
 * of an assignment.
 */
const isMisreadByCanvas = (title: string): boolean =>
  ["SIS User ID", "LastName", "FirstName", "Integration ID", "Root Account", ...canvasColumns].includes(
    title,
  ) || /(Current|Final) (Score|Points|Grade)|Override (Score|Grade|Status)|\(\d+\)$/.test(title);

/** Titles by which another system finds its columns, each a different one. */
const columnTitles = (tests: readonly GradebookTest[], isMisread: (title: string) => boolean): string[] => {
  const count = (wanted: string): number =>
    tests.filter(({ title }) => title.trim().toLowerCase() === wanted.toLowerCase()).length;
  return tests.map((test) => {
    const title = test.title.trim();
    if (isMisread(title)) return testPath(test);
    return neutraliseFormula(count(title) === 1 ? title : `${title} [${testPath(test)}]`);
  });
};

/**
 * For Canvas's gradebook import. Students are found by login, else by name; assignments by title: one that is not there is
 * offered as a new one.
 *
 * @see https://github.com/instructure/canvas-lms/blob/master/lib/gradebook_importer.rb
 */
export function* canvasRows({ tests, students }: GradebookColumns, separator: Separator): Iterable<Row> {
  yield [...canvasColumns, ...columnTitles(tests, isMisreadByCanvas)];
  yield ["    Points Possible", "", "", "", ...tests.map(({ best }) => numberText(best, separator))];
  for (const { name, email, cells } of students) {
    const scores = cells.map((cell) => (cell?.status === "excused" ? "EX" : scoreCell(cell, separator)));
    yield [neutraliseFormula(name), "", email, "", ...scores];
  }
}

/**
 * For Moodle's grade import, which asks whether the address or the ID number names the student. An empty cell keeps what is
 * there.
 *
 * @see https://docs.moodle.org/en/Grade_import
 */
export function* moodleRows({ tests, students }: GradebookColumns, separator: Separator): Iterable<Row> {
  yield ["Email address", "ID number", ...columnTitles(tests, () => false)];
  for (const { studentId, email, cells } of students) {
    yield [email, studentId, ...cells.map((cell) => scoreCell(cell, separator))];
  }
}

const rowsOf = { spreadsheet: spreadsheetRows, canvas: canvasRows, moodle: moodleRows } as const;

export const fileRows = (kind: FileKind, content: GradebookColumns, separator: Separator): Iterable<Row> =>
  rowsOf[kind](content, separator);

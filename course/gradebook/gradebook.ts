import { showInstant } from "../deadlines/shown-instant.ts";
import { scoreText } from "../grading/score.ts";
import { testPath } from "../ids.ts";
import type { BookedTest } from "../run/ledger.ts";
import type { DueTest, RosterLine } from "../run/run.ts";
import type { RunReport } from "../run/run-report.ts";

/**
 * Spreadsheets execute a cell that begins like a formula; a leading apostrophe makes it text. A cell that begins with an
 * apostrophe already gets another one, so that the original can be restored.
 *
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
export const neutraliseFormula = (cell: string): string =>
  /^'*[=+\-@\t\r\n]/.test(cell) ? `'${cell}` : cell;

/**
 * Texts that spreadsheets change when they open a file: `007` becomes 7, `1e5` becomes 100000, `3-4`, `MAR1` and `DEC2` become
 * dates, `true` becomes a boolean, and numbers of more than eleven digits lose their last digits. Not matched: a whole
 * number that is shown as it is written, an address, and any other text that begins with a letter.
 */
const changedBySpreadsheets =
  /^(?!(?:0|[1-9]\d{0,10})$|.*@)(?:\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ ._-]?\d|(?:true|false|wahr|falsch|vrai|faux|prawda|fa\u0142sz|verdadero|falso|vero)$)/i;

/** `="007"`, a formula that is only a text, because quotes in CSV do not mark text. `originalCell` reads it back. */
const textFormula = (cell: string): string => `="${cell.replaceAll('"', '""')}"`;

/** A text as spreadsheets show it unchanged. */
export const spreadsheetText = (cell: string): string =>
  changedBySpreadsheets.test(cell) ? textFormula(cell) : cell;

/** What names a student in a gradebook's file. */
export const leadColumns: readonly string[] = ["studentId", "name", "email"];

/** How many cells of a row name the student. Scores after them stay numbers, so they can be added up. */
export const leadCells = leadColumns.length;

/** One character between the cells of a row. Beside `;` numbers have a decimal comma, as spreadsheets expect it there. */
export type Separator = "," | ";" | "\t";

/** A number, with a decimal point, as a file with this separator has it. */
export const numberText = (number: string, separator: Separator): string =>
  separator === ";" ? number.replace(".", ",") : number;

/**
 * A row of the gradebook's file as spreadsheets show it unchanged: ids, names, addresses, and the names of tests in the
 * header.
 */
export const spreadsheetRow = (row: readonly string[], isHeader: boolean, separator: Separator): string[] =>
  row.map((cell, column) => {
    if (isHeader || column < leadCells) return spreadsheetText(cell);
    return /^\d+\.\d+$/.test(cell) ? numberText(cell, separator) : cell;
  });

const textFormulaPattern = /^="((?:[^"]|"")*)"$/;

/** The original of a cell that went through `neutraliseFormula` or `spreadsheetRow`; for readers other than spreadsheets. */
export const originalCell = (cell: string): string => {
  const text = textFormulaPattern.exec(cell)?.[1];
  if (text !== undefined) return text.replaceAll('""', '"');
  return /^'+[=+\-@\t\r\n]/.test(cell) ? cell.slice(1) : cell;
};

/** The tests of a run, in the order of the gradebook's columns. */
export type GradebookTests = readonly Pick<RunReport["tests"][number], "subject" | "testId">[];

/** The gradebook's first row: columns that name the student, then one column for each test, `subject/testId`. */
export const gradebookHeader = (tests: GradebookTests): string[] => [...leadColumns, ...tests.map(testPath)];

const cellOf = (outcome: BookedTest | undefined): string => {
  if (outcome === undefined) return "";
  return outcome.status === "graded" ? (scoreText(outcome) ?? "excused") : outcome.status;
};

/** Tests for which a student has more time, and the course's time zone. */
export interface Extended {
  readonly tests: readonly DueTest[];
  readonly timeZone: string;
}

/**
 * One student's row: the score, `missing` (which is not 0), `failed`, `excused` where nothing counts, or `extended until …`; else empty.
 * Every cell is text, so leading zeros of an id stay.
 */
export const gradebookRow = (
  tests: GradebookTests,
  line: RosterLine,
  outcomes: readonly BookedTest[],
  extended: Extended,
): string[] => {
  const byPath = new Map(outcomes.map((outcome) => [testPath(outcome), outcome]));
  const due = new Set(line.tests.map(testPath));
  const later = new Map(extended.tests.map((test) => [testPath(test), test.deadline]));
  const cellFor = (path: string): string => {
    if (due.has(path)) return cellOf(byPath.get(path)) || "failed";
    const deadline = later.get(path);
    return deadline === undefined ? "" : `extended until ${showInstant(deadline, extended.timeZone)}`;
  };
  return [line.studentId, line.name, line.email, ...tests.map(testPath).map(cellFor)].map(neutraliseFormula);
};

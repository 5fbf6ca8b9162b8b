import { testPath } from "./ids.ts";
import type { BookedTest } from "./ledger.ts";
import type { RosterLine } from "./run.ts";
import type { RunReport } from "./run-report.ts";
import { scoreText } from "./score.ts";

/**
 * Spreadsheets run a cell that begins like a formula; an apostrophe makes it text. A cell that has one there already gets
 * another, so that the reader knows whose it is.
 * Source: OWASP, CSV Injection (= + - @, tab, carriage return, line feed).
 */
export const neutraliseFormula = (cell: string): string =>
  /^'*[=+\-@\t\r\n]/.test(cell) ? `'${cell}` : cell;

/** A cell of the gradebook's file as it was before `neutraliseFormula`: what is not read by a spreadsheet shows that. */
export const originalCell = (cell: string): string => (/^'+[=+\-@\t\r\n]/.test(cell) ? cell.slice(1) : cell);

/** The tests of a run, in the order of the gradebook's columns. */
export type GradebookTests = readonly Pick<RunReport["tests"][number], "subject" | "testId">[];

const leadColumns = ["studentId", "name", "email"];

/** The gradebook's first row: who, then one column a test, `subject/testId`. */
export const gradebookHeader = (tests: GradebookTests): string[] => [...leadColumns, ...tests.map(testPath)];

const cellOf = (outcome: BookedTest | undefined): string => {
  if (outcome === undefined) return "";
  return outcome.status === "graded" ? scoreText(outcome) : outcome.status;
};

/**
 * One student's row: the score, `missing` (which is not 0) or `failed`; empty where the test was not due for the student.
 * Every cell is text, so leading zeros of an id stay.
 */
export const gradebookRow = (
  tests: GradebookTests,
  line: RosterLine,
  outcomes: readonly BookedTest[],
): string[] => {
  const byPath = new Map(outcomes.map((outcome) => [testPath(outcome), outcome]));
  const due = new Set(line.tests.map(testPath));
  const cellFor = (path: string): string => (due.has(path) ? cellOf(byPath.get(path)) || "failed" : "");
  return [line.studentId, line.name, line.email, ...tests.map(testPath).map(cellFor)].map(neutraliseFormula);
};

import { showInstant } from "../deadlines/shown-instant.ts";
import { testPath } from "../ids.ts";
import type { ReportDigest } from "../run/report-digest.ts";
import type { RunCourse } from "../run/run.ts";
import { type Cell, type Column, paragraph, section, table } from "./frame/parts.ts";
import type { MailPart } from "./rendered-mail.ts";

/** The header and rows. */
export type Gradebook = readonly (readonly string[])[];

/** A list of a run's report. */
export interface Listing {
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  /** Of the whole list; `rows` may be its beginning. */
  readonly total: number;
}

/** The list as far as a mail shows it; nothing when it is empty. */
export const listed = (most: number, { title, columns, rows, total }: Listing): MailPart[] => {
  if (total === 0) return [];
  const shown = rows.slice(0, most);
  const hidden = total - shown.length;
  return [
    section(`${title} (${total})`, [
      table(columns, shown),
      ...(hidden > 0 ? [paragraph(`and ${hidden} more`)] : []),
    ]),
  ];
};

interface Person {
  readonly studentId: string;
  readonly name: string;
}

const person = ({ studentId, name }: Person): Cell => ({ main: name, sub: studentId });

const student: Column = { title: "Student" };
const testColumn: Column = { title: "Test" };
const number = (title: string): Column => ({ title, isNumber: true });

/** With a column for excused students where there are any. */
export const testsList = ({ tests }: ReportDigest): Listing => {
  const hasExcused = tests.some(({ counts }) => counts.excused !== undefined);
  const ifExcused = <T>(cell: T): T[] => (hasExcused ? [cell] : []);
  const kinds = ["Due", "Graded", "Missing", ...ifExcused("Excused"), "Failed"];
  return {
    title: "Tests",
    columns: [testColumn, ...kinds.map(number)],
    rows: tests.map(({ counts: { roster, graded, missing, failed, excused = 0 }, title, ...test }) => [
      { main: title, sub: testPath(test) },
      ...[roster, graded, missing - excused, ...ifExcused(excused), failed].map(String),
    ]),
    total: tests.length,
  };
};

export const missingList = ({ missing: { first, count } }: ReportDigest): Listing => ({
  title: "Missing",
  columns: [student, testColumn],
  rows: first.map((entry) => [person(entry), testPath(entry)]),
  total: count,
});

export const failedList = ({ failed: { first, count } }: ReportDigest): Listing => ({
  title: "Failed",
  columns: [student, { title: "Test, and why" }],
  rows: first.map((entry) => [person(entry), { main: testPath(entry), sub: entry.reason }]),
  total: count,
});

export const extendedList = (
  { extended: { first, count } }: ReportDigest,
  { timeZone }: RunCourse,
): Listing => ({
  title: "Extended",
  columns: [student, { title: "Test, and until when" }],
  rows: first.map((entry) => [
    person(entry),
    { main: testPath(entry), sub: showInstant(entry.deadline, timeZone) },
  ]),
  total: count,
});

export const removedList = (
  { removed: { first, count } }: ReportDigest,
  { timeZone }: RunCourse,
): Listing => ({
  title: "Handed in, off the list since, and not graded",
  columns: [student, { title: "Test, and when handed in" }],
  rows: first.map((entry) => [
    person(entry),
    { main: testPath(entry), sub: showInstant(entry.receivedAt, timeZone) },
  ]),
  total: count,
});

export const mailList = ({ mailProblems: { first, count } }: ReportDigest): Listing => ({
  title: "Mails that did not surely go out",
  columns: [student, testColumn, { title: "Mail" }],
  rows: first.map((entry) => [
    person(entry),
    testPath(entry),
    entry.reason ? { main: entry.status, sub: entry.reason } : entry.status,
  ]),
  total: count,
});

export const overrideList = ({ overrides: { first, count } }: ReportDigest): Listing => ({
  title: "Set by hand, and kept",
  columns: [student, testColumn, number("By hand"), number("Graded")],
  rows: first.map(({ value, graded, ...entry }) => [
    person(entry),
    testPath(entry),
    value.kind === "score" ? value.score : value.kind,
    graded ?? "",
  ]),
  total: count,
});

/** Without the addresses, which the file has. */
export const gradebookList = ({ gradebookStudents }: ReportDigest, gradebook: Gradebook): Listing => {
  const [[, , , ...tests] = [], ...rows] = gradebook;
  return {
    title: "Gradebook",
    columns: [student, ...tests.map(number)],
    rows: rows.map(([studentId = "", name = "", , ...scores]) => [person({ studentId, name }), ...scores]),
    total: gradebookStudents,
  };
};

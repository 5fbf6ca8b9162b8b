import { counted } from "../counted.ts";
import { showInstant } from "../deadline.ts";
import { testPath } from "../ids.ts";
import { reportTotals } from "../ledger.ts";
import { mailSentences } from "../mail-counts.ts";
import type { ReportDigest } from "../report-digest.ts";
import type { RunCourse } from "../run.ts";
import { escapeHtml, headerText, htmlPage, htmlTable, textTable } from "./html.ts";
import type { MailPart, RenderedMail } from "./rendered-mail.ts";

/** Rows of a list that a mail shows; the CSV and the report hold all of them. */
export const mostRowsShown = 200;

/** The file with the whole course's gradebook, or why it is missing. */
export type CourseFile =
  | { readonly status: "attached" | "too-large" }
  | { readonly status: "unreadable"; readonly reason: string };

export interface GradebookMailContent {
  readonly course: RunCourse;
  readonly report: ReportDigest;
  /** The gradebook's header and at least its first `mostRowsShown` rows. */
  readonly gradebook: readonly (readonly string[])[];
  readonly artefacts: { readonly gradebook: string; readonly report: string; readonly results: string };
  /** false: the CSV is too large for a mail. */
  readonly isAttached: boolean;
  readonly courseFile: CourseFile;
}

type Table = readonly (readonly string[])[];

const section = (title: string, rows: Table, total = rows.length - 1): MailPart | null => {
  if (total <= 0) return null;
  const shown = rows.slice(0, mostRowsShown + 1);
  const hidden = total - (shown.length - 1);
  const more = hidden > 0 ? `and ${hidden} more` : "";
  const heading = `${title} (${total})`;
  return {
    text: [heading, textTable(shown), more].filter((line) => line !== "").join("\n"),
    html: `<h3>${escapeHtml(heading)}</h3>${htmlTable(shown)}${more && `<p>${more}</p>`}`,
  };
};

const paragraph = (lines: readonly string[]): MailPart => ({
  text: lines.join("\n"),
  html: `<p>${lines.map(escapeHtml).join("<br>")}</p>`,
});

/** Counts each test once for each student: two tests of three students are six. */
const runSentence = ({ runId, students, tests }: ReportDigest): string => {
  const { roster, graded, missing, failed, excused = 0 } = reportTotals({ tests });
  const left = [
    `${graded} graded`,
    `${missing - excused} missing`,
    ...(excused > 0 ? [`${excused} excused`] : []),
    `${failed} failed`,
  ].join(", ");
  return `run ${runId} covered ${counted(students, "student")}: of ${counted(roster, "test")} due, ${left}.`;
};

const resumedLines = ({ resumes }: ReportDigest): string[] =>
  resumes === null
    ? []
    : [`It resumed run ${resumes}. The gradebook has the whole class, with the scores of that run.`];

/** With a column for excused students where there are any. */
const countsTable = ({ tests }: ReportDigest): Table => {
  const hasExcused = tests.some(({ counts }) => counts.excused !== undefined);
  const ifExcused = (cell: string): string[] => (hasExcused ? [cell] : []);
  return [
    ["test", "title", "roster", "graded", "missing", ...ifExcused("excused"), "failed"],
    ...tests.map(({ counts: { roster, graded, missing, failed, excused = 0 }, ...test }) => [
      testPath(test),
      test.title,
      ...[roster, graded, missing - excused].map(String),
      ...ifExcused(String(excused)),
      String(failed),
    ]),
  ];
};

const missingTable = (report: ReportDigest): Table => [
  ["student", "name", "test"],
  ...report.missing.first.map(({ studentId, name, ...test }) => [studentId, name, testPath(test)]),
];

const failedTable = (report: ReportDigest): Table => [
  ["student", "name", "test", "reason"],
  ...report.failed.first.map(({ studentId, name, reason, ...test }) => [
    studentId,
    name,
    testPath(test),
    reason,
  ]),
];

const extendedTable = (report: ReportDigest, { timeZone }: RunCourse): Table => [
  ["student", "name", "test", "extended until"],
  ...report.extended.first.map(({ studentId, name, deadline, ...test }) => [
    studentId,
    name,
    testPath(test),
    showInstant(deadline, timeZone),
  ]),
];

const removedTable = (report: ReportDigest, { timeZone }: RunCourse): Table => [
  ["student", "name", "test", "handed in"],
  ...report.removed.first.map(({ studentId, name, receivedAt, ...test }) => [
    studentId,
    name,
    testPath(test),
    showInstant(receivedAt, timeZone),
  ]),
];

const mailTable = (report: ReportDigest): Table => [
  ["student", "name", "test", "mail", "reason"],
  ...report.mailProblems.first.map(({ studentId, name, status, reason, ...test }) => [
    studentId,
    name,
    testPath(test),
    status,
    reason ?? "",
  ]),
];

const adviceFor = (report: ReportDigest): MailPart | null => {
  const lines = [
    ...(report.isResumable
      ? [`To try the failed tests and unsent mails again: bin/trainer resume ${report.runId}`]
      : []),
    ...(report.hasUnknownMail
      ? [
          "A mail marked unknown may have gone out; it is not sent again by itself. Ask the student, then: bin/trainer mail --unknown",
        ]
      : []),
  ];
  return lines.length === 0 ? null : paragraph(lines);
};

const howToGradeRemoved =
  "To have these graded, put their lines back into students.csv, publish, and then: bin/trainer grade --again SUBJECT/TEST";

const overrideTable = (report: ReportDigest): Table => [
  ["student", "name", "test", "set by hand", "by grading"],
  ...report.overrides.first.map(({ studentId, name, value, graded, ...test }) => [
    studentId,
    name,
    testPath(test),
    value.kind === "score" ? value.score : value.kind,
    graded ?? "",
  ]),
];

const howToTakeBack =
  'What was set by hand counts. To let grading count again: bin/trainer score STUDENT SUBJECT/TEST graded --because "..."';

const courseFileSentence = (file: CourseFile): string => {
  switch (file.status) {
    case "attached":
      return "The gradebook of the whole course is attached as a file of its own.";
    case "too-large":
      return "The gradebook of the whole course is too large for a mail: bin/trainer gradebook --csv FILE";
    case "unreadable":
      return `The gradebook of the whole course could not be made: ${file.reason} To make it anew: bin/trainer gradebook --rebuild`;
  }
};

/** The trainer's mail about a closed run: counts, problems and what to do, gradebook, missing list. */
export const gradebookMail = (content: GradebookMailContent): RenderedMail => {
  const { course, report, gradebook, artefacts } = content;
  const parts = [
    paragraph([
      `${course.title}: ${runSentence(report)}`,
      ...resumedLines(report),
      mailSentences(report.mails),
    ]),
    section("Tests", countsTable(report)),
    section("Failed", failedTable(report), report.failed.count),
    section("Mails that did not surely go out", mailTable(report), report.mailProblems.count),
    adviceFor(report),
    section(
      "Handed in, off the list since, and not graded",
      removedTable(report, course),
      report.removed.count,
    ),
    report.removed.count === 0 ? null : paragraph([howToGradeRemoved]),
    section("Missing", missingTable(report), report.missing.count),
    section("Extended", extendedTable(report, course), report.extended.count),
    section("Set by hand, and kept", overrideTable(report), report.overrides.count),
    report.overrides.count === 0 ? null : paragraph([howToTakeBack]),
    section("Gradebook", gradebook, report.gradebookStudents),
    paragraph([
      content.isAttached
        ? "The gradebook of this run is attached."
        : "The gradebook of this run is too large for a mail; its place is named below.",
      courseFileSentence(content.courseFile),
      `Gradebook: ${artefacts.gradebook}`,
      `Report: ${artefacts.report}`,
      `Results of each student: ${artefacts.results}`,
    ]),
  ].filter((part) => part !== null);
  const problems = report.failed.count + report.mailProblems.count;
  const alarm = problems > 0 ? `, ${counted(problems, "needs attention", "need attention")}` : "";
  return {
    subject: headerText(`${course.title}: gradebook of ${report.runId}${alarm}`),
    text: `${parts.map(({ text }) => text).join("\n\n")}\n`,
    html: htmlPage(parts.map(({ html }) => html).join("")),
  };
};

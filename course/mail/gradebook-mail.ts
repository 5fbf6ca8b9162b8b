import { counted } from "../counted.ts";
import { reportTotals } from "../run/ledger.ts";
import { mailSentences } from "../run/mail-counts.ts";
import type { ReportDigest } from "../run/report-digest.ts";
import type { RunCourse } from "../run/run.ts";
import type { FlaggedOfTest } from "../statistics/flagged.ts";
import { flaggedPart, suspectAdvice } from "./flagged-part.ts";
import { mostHtmlBytes, utf8Bytes } from "./frame/fitting.ts";
import { facts, introduced, literal, paragraph, section } from "./frame/parts.ts";
import { mailToTrainer } from "./frame/trainer-frame.ts";
import { openAppealsPart } from "./open-appeals-mail.ts";
import type { MailPart, RenderedMail } from "./rendered-mail.ts";
import {
  extendedList,
  failedList,
  type Gradebook,
  gradebookList,
  listed,
  mailList,
  missingList,
  overrideList,
  removedList,
  testsList,
} from "./report-lists.ts";

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
  readonly gradebook: Gradebook;
  readonly artefacts: { readonly gradebook: string; readonly report: string; readonly results: string };
  /** false: the CSV is too large for a mail. */
  readonly isAttached: boolean;
  readonly courseFile: CourseFile;
  /** How many appeals of students wait for an answer; counting ends at `mostCounted`. */
  readonly openAppeals: { readonly count: number; readonly mostCounted: number };
  /** Questions at which the trainer should look. */
  readonly flagged: readonly FlaggedOfTest[];
}

type Counted = readonly [count: number, kind: string];

/** What became of the tests that were due: the graded and, by kind, all others. */
interface Outcomes {
  readonly due: number;
  readonly graded: number;
  /** The excused, who are among the missing, only where there are any. */
  readonly others: readonly Counted[];
}

const outcomesOf = ({ tests }: ReportDigest): Outcomes => {
  const { roster, graded, missing, failed, excused = 0 } = reportTotals({ tests });
  return {
    ...{ due: roster, graded },
    others: [
      [missing - excused, "missing"],
      ...(excused > 0 ? [[excused, "excused"] satisfies Counted] : []),
      [failed, "failed"],
    ],
  };
};

const inWords = ([count, kind]: Counted): string => `${count} ${kind}`;

/** Without those that there are none of. */
const problemsIn = ({ others }: Outcomes): string[] => others.filter(([count]) => count > 0).map(inWords);

/** Counts each test once for each student: two tests of three students are six. */
const runSentence = (report: ReportDigest): string => {
  const { due, graded, others } = outcomesOf(report);
  const { runId, students } = report;
  return `Run ${runId} covered ${counted(students, "student")}: of ${counted(due, "test")} due, ${[`${graded} graded`, ...others.map(inWords)].join(", ")}.`;
};

/** What the run did: graded, graded again, or took back what a run had changed. */
const gradedWords = ({ again, undoes }: ReportDigest): string =>
  undoes === undefined ? (again ? "graded again" : "graded") : "put back";

const undoneLines = ({ again, undoes }: ReportDigest): string[] => {
  if (undoes !== undefined)
    return [`It put back the scores that run ${undoes} had changed. What was set by hand stays.`];
  return again ? ["It was asked for to grade again what had been graded."] : [];
};

const resumedLines = ({ resumes }: ReportDigest): string[] =>
  resumes === null
    ? []
    : [`It resumed run ${resumes}. The gradebook has the whole class, with the scores of that run.`];

/** The test by its title where there is one test, else how many there are. */
const testsOf = ({ tests }: ReportDigest): string => {
  const [only] = tests;
  return only && tests.length === 1 ? only.title : counted(tests.length, "test");
};

/** What came out of it: `Processes: 21 of 25 graded, 3 missing, 1 failed`. */
const headlineOf = (report: ReportDigest): string => {
  const outcomes = outcomesOf(report);
  const done = `${outcomes.graded} of ${outcomes.due} ${gradedWords(report)}`;
  return `${testsOf(report)}: ${[done, ...problemsIn(outcomes)].join(", ")}`;
};

/** More than an inbox shows beside the sender. */
const longestSubject = 60;
const shortestTitle = 8;

/** `Linux evening: Processes graded, 23 of 25, 2 missing`; the course's title is cut where there is no room for it. */
const subjectOf = ({ title }: RunCourse, report: ReportDigest): string => {
  const outcomes = outcomesOf(report);
  const mails = report.mailProblems.count;
  const rest = [
    `${testsOf(report)} ${gradedWords(report)}`,
    `${outcomes.graded} of ${outcomes.due}`,
    ...problemsIn(outcomes),
    ...(mails > 0 ? [counted(mails, "mail open", "mails open")] : []),
  ].join(", ");
  const room = longestSubject - rest.length - ": ".length;
  if (room < shortestTitle) return rest;
  const letters = [...title];
  const shown =
    letters.length <= room
      ? title
      : `${letters
          .slice(0, room - 1)
          .join("")
          .trimEnd()}…`;
  return `${shown}: ${rest}`;
};

/** What to do, with the command that does it. */
const advised = (isNeeded: boolean, sentences: string, command: string): MailPart[] =>
  isNeeded ? [introduced(sentences, literal(command))] : [];

const adviceFor = (report: ReportDigest): MailPart[] => [
  ...advised(
    report.isResumable,
    "To try the failed tests and unsent mails again:",
    `bin/trainer resume ${report.runId}`,
  ),
  ...advised(
    report.hasUnknownMail,
    "A mail marked unknown may have gone out; it is not sent again by itself. Ask the student, then:",
    "bin/trainer mail --unknown",
  ),
];

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

const filesPart = ({ artefacts, isAttached, courseFile }: GradebookMailContent): MailPart =>
  section("Files", [
    paragraph(
      isAttached
        ? "The gradebook of this run is attached."
        : "The gradebook of this run is too large for a mail; its place is named below.",
    ),
    paragraph(courseFileSentence(courseFile)),
    facts([
      { name: "Gradebook", value: artefacts.gradebook },
      { name: "Report", value: artefacts.report },
      { name: "Results", value: artefacts.results },
    ]),
  ]);

const detailsOf = (content: GradebookMailContent, most: number): MailPart[] => {
  const { course, report } = content;
  return [
    ...listed(most, failedList(report)),
    ...listed(most, mailList(report)),
    ...listed(most, testsList(report)),
    ...flaggedPart(content.flagged),
    ...listed(most, removedList(report, course)),
    ...advised(
      report.removed.count > 0,
      "To have these graded, put their lines back into students.csv, publish, and then:",
      "bin/trainer grade --again SUBJECT/TEST",
    ),
    ...listed(most, missingList(report)),
    ...listed(most, extendedList(report, course)),
    ...listed(most, overrideList(report)),
    ...advised(
      report.overrides.count > 0,
      "What was set by hand counts. To let grading count again:",
      'bin/trainer score STUDENT SUBJECT/TEST graded --because "..."',
    ),
    ...listed(most, gradebookList(report, content.gradebook)),
    filesPart(content),
  ];
};

const appealsOf = ({ openAppeals: { count, mostCounted } }: GradebookMailContent): MailPart[] =>
  count === 0 ? [] : [openAppealsPart(count, mostCounted)];

const mailOf = (content: GradebookMailContent, most: number): RenderedMail => {
  const { course, report } = content;
  return mailToTrainer(course, {
    subject: subjectOf(course, report),
    headline: headlineOf(report),
    lead: [
      paragraph(
        [
          runSentence(report),
          ...undoneLines(report),
          ...resumedLines(report),
          mailSentences(report.mails),
        ].join("\n"),
      ),
      ...adviceFor(report),
      ...suspectAdvice(content.flagged),
      ...appealsOf(content),
    ],
    details: detailsOf(content, most),
  });
};

/** Rows of each list: fewer where a mail with many long lists would be cut off. */
const rowLimits = [mostRowsShown, 100, 50, 20, 5];

/** The trainer's mail about a closed run: counts, problems and what to do, gradebook, missing list. */
export const gradebookMail = (content: GradebookMailContent): RenderedMail => {
  const [most = mostRowsShown, ...fewer] = rowLimits;
  let mail = mailOf(content, most);
  for (const limit of fewer) {
    if (utf8Bytes(mail.html) <= mostHtmlBytes) break;
    mail = mailOf(content, limit);
  }
  return mail;
};

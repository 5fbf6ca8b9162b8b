import { describe, expect, test } from "@jest/globals";
import {
  closePartInputSchema,
  closePartOutputSchema,
  partEntrySchema,
} from "../../../course/run/part-ledger.ts";
import { queuedTaskMessageSchema } from "../../../course/run/queued-message.ts";
import {
  closeRunInputSchema,
  closeRunOutputSchema,
  gradeStudentInputSchema,
  gradeStudentOutputSchema,
  mailStudentInputSchema,
  mailStudentOutputSchema,
  mailTrainerInputSchema,
  openedRunSchema,
  openRunInputSchema,
  openRunOutputSchema,
  reportFailureInputSchema,
  runCourseOf,
  studentFailureSchema,
  studentResultSchema,
} from "../../../course/run/run.ts";
import { metricsNamespace } from "../../../course/run/run-metrics.ts";
import { runRecordSchema } from "../../../course/run/run-record.ts";
import { runReportSchema } from "../../../course/run/run-report.ts";
import { studentFailure } from "../../../course/run/student-failure.ts";
import { settingsSchema } from "../../../course/settings.ts";
import {
  course,
  due,
  instant,
  monday,
  mondayRun,
  rosterLine,
  runId,
  settings,
  studentId,
  testRef,
} from "../../tasks/support/course.ts";
import { failed, graded, mail, missing } from "../../tasks/support/outcomes.ts";

const again = runId("2026-11-23T22-00-00Z-again-1");
const formerly = testRef("t0");

/** Each shape with all that it may have. */
const wholeCourse = {
  ...course,
  ...{ language: "pl", feedback: true, keepMonths: 12 },
  release: { score: "after grading", answers: "never" },
  reminders: { opened: "yes", before: ["1 day"] },
};
const dueTest = {
  ...due("t1"),
  ...{ counts: "best", renamedFrom: [formerly], lastDeadline: monday, undo: mondayRun },
};
const { tests: _, ...addressee } = rosterLine("ann");
const student = { ...addressee, tests: [dueTest, due("t2")] };
const wholeGraded = {
  ...graded("t1"),
  ...{ points: { earned: "7/3", of: "3" }, nothingCounts: true, counts: "best" },
  ...{ undoes: mondayRun, lastDeadline: monday, gradedAs: formerly },
};
const outcomes = [wholeGraded, missing("t2"), failed("t3")];
const wholeMail = { ...mail("refused"), reason: "SES refused it.", gradedAs: formerly };
const mails = [
  wholeMail,
  ...(["sent", "already-sent", "withheld", "unknown", "not-sent"] as const).map((status) => mail(status)),
];
const counts = { roster: 3, graded: 1, missing: 1, failed: 1, excused: 1 };
const mailCounts = { sent: 1, alreadySent: 2, withheld: 3, refused: 4, notSent: 5, unknown: 6 };
const roster = { bucket: "b", key: "runs/x/roster.jsonl", students: 1 };
const part = (number: number) => ({ part: number, roster, resultsPrefix: `runs/x/results-${number}` });
const request = { scheduledTime: "2026-11-23T22:00:00Z", resume: mondayRun, again: true, undo: mondayRun };
const of = { studentId: studentId("ann"), name: "Ann", ...testRef("t1") };
const failure = { error: "States.Timeout", cause: "It took too long." };

describe("a shape that steps hand on or the store keeps is read with all that it has:", () => {
  test.each([
    [
      "Open run's input",
      openRunInputSchema,
      { executionArn: "arn", startedAt: "2026-11-23T22:00:03.211Z", request },
    ],
    [
      "an opened run",
      openRunOutputSchema,
      { status: "open", runId: mondayRun, course: wholeCourse, parts: [part(0), part(1)], landedBy: monday },
    ],
    ["a run with nothing due", openRunOutputSchema, { status: "nothing-due", runId: mondayRun }],
    [
      "a run that another execution has",
      openRunOutputSchema,
      { status: "already-run", runId: mondayRun, executionArn: "arn" },
    ],
    ["what is known of an opened run", openedRunSchema, { status: "open", landedBy: monday }],
    [
      "Grade student's input",
      gradeStudentInputSchema,
      { runId: mondayRun, scale: 5, course: wholeCourse, student },
    ],
    ["Grade student's output", gradeStudentOutputSchema, { tests: outcomes, graded: 1, failed: 1 }],
    [
      "Mail student's input",
      mailStudentInputSchema,
      { runId: mondayRun, course: wholeCourse, student: addressee, tests: outcomes, failed: 1, at: monday },
    ],
    ["Mail student's output", mailStudentOutputSchema, { mails }],
    ["a student's result", studentResultSchema, { studentId: "ann", tests: outcomes, mails }],
    ["a student's failure", studentFailureSchema, { studentId: "ann", ...failure, tests: outcomes, mails }],
    [
      "Close part's input",
      closePartInputSchema,
      { runId: mondayRun, course: wholeCourse, part: part(0), manifest: { bucket: "b", key: "k" } },
    ],
    ["Close part's output", closePartOutputSchema, { part: 0, counts }],
    ["an entry of a part's ledger", partEntrySchema, { in: "leftMeanwhile", value: { studentId: "ann" } }],
    ["Close run's input", closeRunInputSchema, { runId: mondayRun, course: wholeCourse, at: monday }],
    [
      "Close run's output",
      closeRunOutputSchema,
      { runId: mondayRun, counts, reportKey: "r", gradebookKey: "g", mails: mailCounts },
    ],
    ["Mail trainer's input", mailTrainerInputSchema, { runId: mondayRun, course: wholeCourse }],
    [
      "a failure's input",
      reportFailureInputSchema,
      { machine: "notices", executionArn: "arn", request, runId: null, ...failure },
    ],
    ["a message to a worker", queuedTaskMessageSchema, { token: "token", input: { runId: mondayRun } }],
    [
      "a run's record",
      runRecordSchema,
      {
        ...{ runId: again, executionArn: "arn", cutoff: monday, resumes: mondayRun, again: true },
        ...{ undoes: mondayRun, resumedBy: mondayRun, status: "failed", students: 3, parts: 2, booked: true },
        tests: [{ ...testRef("t1"), title: "One", renamedFrom: [formerly] }],
        closed: { at: monday, tests: [{ ...testRef("t1"), title: "One" }], counts },
        failure,
      },
    ],
    [
      "a run's report",
      runReportSchema,
      {
        ...{ runId: again, resumes: mondayRun, again: true, undoes: mondayRun },
        ...{ gradebookStudents: 4, students: 3, tests: [{ ...testRef("t1"), title: "One", counts }] },
        ...{ missing: [of], failed: [{ ...of, reason: "It is corrupt." }] },
        extended: [{ ...of, deadline: monday }],
        removed: [{ ...of, receivedAt: monday }],
        overrides: [{ ...of, value: { kind: "score", score: "4.5" }, graded: "3" }],
        mails: {
          sent: 1,
          alreadySent: 2,
          withheld: 3,
          problems: [{ ...wholeMail, studentId: "ann", name: "Ann" }],
        },
      },
    ],
  ])("%s", (_, schema, value) => {
    expect(schema.parse(value)).toStrictEqual(value);
  });
});

test("an execution's start is taken to the millisecond, however AWS writes it", () => {
  const { at } = closeRunInputSchema.parse({ runId: mondayRun, course, at: "2026-11-23T22:00:00Z" });
  expect(at).toBe(instant("2026-11-23T22:00:00.000Z"));
});

test("a failure of an earlier version, which did not tell of mails, has none", () => {
  const { mails } = studentFailureSchema.parse({ studentId: "ann", ...failure, tests: [] });
  expect(mails).toEqual([]);
});

test("a run's steps get of the settings what they need, and nothing that the course leaves out", () => {
  expect(
    runCourseOf(settingsSchema.parse({ ...settings, ...wholeCourse, dashboard: true, drop: 1 })),
  ).toStrictEqual(wholeCourse);
  expect(runCourseOf(settingsSchema.parse(settings))).toStrictEqual(course);
});

test("a student's failure says each failed test and why, in 8,000 characters at most", () => {
  const failing = (tests: readonly ReturnType<typeof failed>[]) =>
    studentFailure({ student: addressee, tests: [graded("t0"), ...tests] }, [mail("sent", "t0")]);
  expect(failing([failed("t1"), failed("t2", "it is no JSON")])).toEqual({
    studentId: "ann",
    error: "StudentFailed",
    cause: "linux/t1: it is corrupt; linux/t2: it is no JSON",
    tests: [graded("t0"), failed("t1"), failed("t2", "it is no JSON")],
    mails: [mail("sent", "t0")],
  });
  expect(failing([failed("t1", "x".repeat(9_000))]).cause).toHaveLength(8_000);
});

test("a course's metrics are in a namespace that its stack names", () => {
  expect(metricsNamespace("test-time-linux")).toBe("TestTime/test-time-linux");
});

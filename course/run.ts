import * as z from "zod";
import { gradeSchema } from "./grade.ts";
import { instantSchema, runIdSchema, studentIdSchema, subjectSchema, testIdSchema } from "./ids.ts";
import { settingsSchema } from "./settings.ts";
import { studentSchema } from "./student.ts";
import { testSchema } from "./test.ts";

/**
 * The contracts between the grading run's states and its tasks. The workflow names fields of these shapes in JSONata;
 * the tasks parse them at their edge.
 */

/** A test that is due for one student; `deadline` is the student's own. */
export const dueTestSchema = testSchema.pick({ subject: true, testId: true, title: true, deadline: true });

/** One line of `runs/<runId>/roster.jsonl`, and the input of one child execution's item. */
export const rosterLineSchema = studentSchema
  .pick({ studentId: true, email: true, name: true })
  .extend({ tests: z.array(dueTestSchema).min(1) });

/** The execution's input. `scheduledTime`: by the schedule. `resume`: by hand, for a run's failed students. */
export const runRequestSchema = z.object({
  scheduledTime: z.iso.datetime().optional(),
  resume: runIdSchema.optional(),
});

export const openRunInputSchema = z.object({
  executionArn: z.string(),
  /** Execution start time, ISO 8601. */
  startedAt: z.iso.datetime(),
  request: runRequestSchema,
});

/** What the run tells every task of the course, so that one run knows one course even while the trainer publishes. */
export const runCourseSchema = settingsSchema.pick({
  title: true,
  trainer: true,
  sender: true,
  timeZone: true,
  scale: true,
});

export const openRunOutputSchema = z.discriminatedUnion("status", [
  /** Students are due: grade them after `landedBy`. */
  z.object({
    status: z.literal("open"),
    runId: runIdSchema,
    course: runCourseSchema,
    roster: z.object({ bucket: z.string(), key: z.string(), students: z.int().positive() }),
    /** `runs/<runId>/results`, where the map writes. */
    resultsPrefix: z.string(),
    /** Until this instant a submission accepted in time may still be on its way to S3. */
    landedBy: instantSchema,
  }),
  /** Recorded; nothing to grade. */
  z.object({ status: z.literal("nothing-due"), runId: runIdSchema }),
  /** Another execution has this run (a schedule fired twice, a hand start beside it). */
  z.object({ status: z.literal("already-run"), runId: runIdSchema, executionArn: z.string() }),
]);

/** Body of a message on an SQS-backed step's queue. `token` is a credential: never logged. */
export const queuedTaskMessageSchema = z.object({ token: z.string().min(1), input: z.unknown() });

/** Seconds between a worker's signs of life. HeartbeatSeconds is at least three times this: one may be lost. */
export const heartbeatEverySeconds = 20;

export const gradeStudentInputSchema = z.object({
  runId: runIdSchema,
  scale: z.number().positive(),
  student: rosterLineSchema,
});

/** What became of one due test of one student. */
export const testOutcomeSchema = z.discriminatedUnion("status", [
  gradeSchema
    .pick({
      subject: true,
      testId: true,
      revision: true,
      right: true,
      questions: true,
      scale: true,
      receivedAt: true,
    })
    .extend({ status: z.literal("graded"), title: z.string() }),
  z.object({ status: z.literal("missing"), subject: subjectSchema, testId: testIdSchema }),
  z.object({ status: z.literal("failed"), subject: subjectSchema, testId: testIdSchema, reason: z.string() }),
]);

export const gradeStudentOutputSchema = z.object({
  tests: z.array(testOutcomeSchema),
  /** How many of `tests` are graded, and how many failed: the workflow chooses by them. */
  graded: z.int().nonnegative(),
  failed: z.int().nonnegative(),
});

export const mailStudentInputSchema = z.object({
  runId: runIdSchema,
  course: runCourseSchema,
  student: rosterLineSchema.omit({ tests: true }),
  tests: z.array(testOutcomeSchema),
});

/**
 * What became of the mail about one graded test. `already-sent`: by an earlier run. `unknown`: it may or may not have gone out, so nobody sends it again by
 * itself. `refused`: SES will not take it. `not-sent`: the mail step failed before SES took it.
 */
export const mailOutcomeSchema = z.object({
  subject: subjectSchema,
  testId: testIdSchema,
  revision: z.int().positive(),
  status: z.enum(["sent", "already-sent", "unknown", "refused", "not-sent"]),
  reason: z.string().optional(),
});

export const mailStudentOutputSchema = z.object({ mails: z.array(mailOutcomeSchema) });

/** A succeeded child's output: one line of the result files. */
export const studentResultSchema = z.object({
  studentId: studentIdSchema,
  tests: z.array(testOutcomeSchema),
  mails: z.array(mailOutcomeSchema),
});

/** Cause (JSON) of a failed child's Fail state. `tests` is empty when grading itself failed. */
export const studentFailureSchema = z.object({
  studentId: studentIdSchema,
  error: z.string(),
  cause: z.string(),
  tests: z.array(testOutcomeSchema),
  /** Of a student whose other tests were graded and told; empty when the mail step failed or was not reached. */
  mails: z.array(mailOutcomeSchema).default([]),
});

export const closeRunInputSchema = z.object({
  runId: runIdSchema,
  course: runCourseSchema,
  /** Where the map's manifest lies (`ResultWriterDetails`). */
  manifest: z.object({ bucket: z.string(), key: z.string() }),
});

const countsSchema = z.object({
  roster: z.int().nonnegative(),
  graded: z.int().nonnegative(),
  missing: z.int().nonnegative(),
  failed: z.int().nonnegative(),
});

/** `runs/<runId>/report.json`: the closed ledger. For each test graded + missing + failed = roster. */
export const runReportSchema = z.object({
  runId: runIdSchema,
  /** Students of the run, and student-test pairs by what became of them. */
  students: z.int().nonnegative(),
  tests: z.array(
    testSchema.pick({ subject: true, testId: true, title: true }).extend({ counts: countsSchema }),
  ),
  missing: z.array(
    z.object({ studentId: studentIdSchema, name: z.string(), subject: subjectSchema, testId: testIdSchema }),
  ),
  failed: z.array(
    z.object({
      studentId: studentIdSchema,
      name: z.string(),
      subject: subjectSchema,
      testId: testIdSchema,
      reason: z.string(),
    }),
  ),
  mails: z.object({
    /** By this run. Reports without `alreadySent` count here also what an earlier run had sent. */
    sent: z.int().nonnegative(),
    /** About scores that an earlier run had told. */
    alreadySent: z.int().nonnegative().optional(),
    /** Mails that did not surely go out: unknown, refused or not sent. */
    problems: z.array(mailOutcomeSchema.extend({ studentId: studentIdSchema, name: z.string() })),
  }),
});

/** What became of a run's mails to students, one mail a graded test. */
export const mailCountsSchema = z.object({
  /** Went out, by this run. */
  sent: z.int().nonnegative(),
  /** An earlier run told the same score. Left out: a report from before this was counted, which has it in `sent`. */
  alreadySent: z.int().nonnegative().optional(),
  /** SES did not take it, for good. */
  refused: z.int().nonnegative(),
  /** The mail step failed before SES took it. */
  notSent: z.int().nonnegative(),
  /** It may or may not have gone out. */
  unknown: z.int().nonnegative(),
});

/** Small on purpose: a state's payload is limited to 256 KiB, a course is not. */
export const closeRunOutputSchema = z.object({
  runId: runIdSchema,
  counts: countsSchema,
  reportKey: z.string(),
  gradebookKey: z.string(),
  /** Left out by runs from before it was counted. */
  mails: mailCountsSchema.optional(),
});

export const mailTrainerInputSchema = z.object({ runId: runIdSchema, course: runCourseSchema });

/** Input of the failure path's task: what a Catch gives. */
export const reportFailureInputSchema = z.object({
  executionArn: z.string(),
  request: runRequestSchema,
  /** null: the run failed before it was opened. */
  runId: runIdSchema.nullable(),
  error: z.string(),
  cause: z.string(),
});

/**
 * Every error name that a workflow catches or retries by name, shared by thrower and catcher.
 */
export const errorNames = {
  /** A task could not reach a service, or was throttled: worth another try. */
  transient: "TransientError",
  /** graded + missing + failed does not make up the roster. */
  ledgerNotClosed: "LedgerNotClosed",
  /** A message was dead-lettered: its worker crashed or timed out each time it was received. */
  deadLettered: "DeadLettered",
  /** A student's test could not be graded; the Fail state of a child. */
  studentFailed: "StudentFailed",
} as const;

export type DueTest = z.infer<typeof dueTestSchema>;
export type RosterLine = z.infer<typeof rosterLineSchema>;
export type RunRequest = z.infer<typeof runRequestSchema>;
export type RunCourse = z.infer<typeof runCourseSchema>;
export type OpenRunInput = z.infer<typeof openRunInputSchema>;
export type OpenRunOutput = z.infer<typeof openRunOutputSchema>;
export type GradeStudentInput = z.infer<typeof gradeStudentInputSchema>;
export type GradeStudentOutput = z.infer<typeof gradeStudentOutputSchema>;
export type TestOutcome = z.infer<typeof testOutcomeSchema>;
export type MailStudentInput = z.infer<typeof mailStudentInputSchema>;
export type MailStudentOutput = z.infer<typeof mailStudentOutputSchema>;
export type MailOutcome = z.infer<typeof mailOutcomeSchema>;
export type StudentResult = z.infer<typeof studentResultSchema>;
export type StudentFailure = z.infer<typeof studentFailureSchema>;
export type MailCounts = z.infer<typeof mailCountsSchema>;
export type CloseRunInput = z.infer<typeof closeRunInputSchema>;
export type CloseRunOutput = z.infer<typeof closeRunOutputSchema>;
export type MailTrainerInput = z.infer<typeof mailTrainerInputSchema>;
export type ReportFailureInput = z.infer<typeof reportFailureInputSchema>;
export type RunReport = z.infer<typeof runReportSchema>;

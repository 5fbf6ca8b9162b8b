import * as z from "zod";
import { gradeSchema } from "../grading/grade.ts";
import { scoreFields } from "../grading/score.ts";
import {
  instantSchema,
  runIdSchema,
  studentIdSchema,
  subjectSchema,
  testIdSchema,
  testRefSchema,
  toInstant,
} from "../ids.ts";
import { type Settings, settingsSchema } from "../settings.ts";
import { studentSchema } from "../student.ts";
import { testSchema } from "../test.ts";
import { countsSchema, mailCountsSchema } from "./run-counts.ts";
import { runPartSchema } from "./run-part.ts";

/**
 * The contracts between the grading run's states and its tasks. The workflow names fields of these shapes in JSONata;
 * the tasks parse them at their edge.
 */

/** A test that is due for one student; `deadline` is the student's own. */
export const dueTestSchema = testSchema
  .pick({ subject: true, testId: true, title: true, deadline: true, counts: true })
  .extend(testSchema.pick({ renamedFrom: true, lastDeadline: true }).shape)
  .extend({
    /** The grades that this run wrote are put back; nothing is graded. */
    undo: runIdSchema.optional(),
  });

/** One line of `runs/<runId>/roster.jsonl`, and the input of one child execution's item. */
export const rosterLineSchema = studentSchema
  .pick({ studentId: true, email: true, name: true })
  .extend({ tests: z.array(dueTestSchema).min(1) });

/**
 * The execution's input: by the schedule; by hand: a run of whose students the failed ones are graded, one for tests that a run
 * had graded, or a run that is undone.
 */
export const runRequestSchema = z.object({
  scheduledTime: z.iso.datetime().optional(),
  resume: runIdSchema.optional(),
  again: z.literal(true).optional(),
  undo: runIdSchema.optional(),
});

export const openRunInputSchema = z.object({
  executionArn: z.string(),
  /** Execution start time, ISO 8601. */
  startedAt: z.iso.datetime(),
  request: runRequestSchema,
});

/** The course's settings for every task of a run, so that one run works with one course even while the trainer publishes. */
export const runCourseSchema = settingsSchema.pick({
  title: true,
  trainer: true,
  sender: true,
  timeZone: true,
  scale: true,
  feedback: true,
  release: true,
  language: true,
  keepMonths: true,
  reminders: true,
});

/** The part of a course's settings that every task of a run gets. */
export const runCourseOf = (settings: Settings): RunCourse => {
  const { title, trainer, sender, timeZone, scale } = settings;
  const { language, feedback, release, keepMonths, reminders } = settings;
  return {
    ...{ title, trainer, sender, timeZone, scale },
    ...(language !== undefined && { language }),
    ...(feedback !== undefined && { feedback }),
    ...(release !== undefined && { release }),
    ...(keepMonths !== undefined && { keepMonths }),
    ...(reminders !== undefined && { reminders }),
  };
};

export const openRunOutputSchema = z.discriminatedUnion("status", [
  /** Students are due: grade them after `landedBy`. */
  z.object({
    status: z.literal("open"),
    runId: runIdSchema,
    course: runCourseSchema,
    parts: z.array(runPartSchema).min(1),
    /** Until this instant a submission that was accepted in time may still be on its way to S3. */
    landedBy: instantSchema,
  }),
  /** Recorded; nothing to grade. */
  z.object({ status: z.literal("nothing-due"), runId: runIdSchema }),
  /** Another execution has this run (the schedule fired twice, or somebody also started a run by hand). */
  z.object({ status: z.literal("already-run"), runId: runIdSchema, executionArn: z.string() }),
]);

/** What readers of an execution take from an opened run's output, whatever version opened it. */
export const openedRunSchema = z.object({ status: z.literal("open"), landedBy: instantSchema });

export const gradeStudentInputSchema = z.object({
  runId: runIdSchema,
  scale: z.number().positive(),
  /** Left out by executions of an earlier version. */
  course: runCourseSchema.optional(),
  student: rosterLineSchema,
});

/** A graded test of one student. */
export const gradedTestSchema = gradeSchema
  .pick({
    subject: true,
    testId: true,
    revision: true,
    ...scoreFields,
    receivedAt: true,
    undoes: true,
  })
  .extend({
    status: z.literal("graded"),
    title: z.string(),
    /** Until then somebody has more time; left out: nobody has. */
    lastDeadline: instantSchema.optional(),
    /** The test's earlier name, under which the grade was stored and mailed. */
    gradedAs: testRefSchema.optional(),
  });

/** The result of one due test of one student. */
export const testOutcomeSchema = z.discriminatedUnion("status", [
  gradedTestSchema,
  z.object({ status: z.literal("missing"), subject: subjectSchema, testId: testIdSchema }),
  z.object({ status: z.literal("failed"), subject: subjectSchema, testId: testIdSchema, reason: z.string() }),
]);

export const gradeStudentOutputSchema = z.object({
  tests: z.array(testOutcomeSchema),
  /** How many of `tests` are graded, and how many failed. */
  graded: z.int().nonnegative(),
  failed: z.int().nonnegative(),
});

/** When a step was begun. Left out by executions of an earlier version. */
const begunAt = z.iso
  .datetime()
  .transform((text) => toInstant(new Date(text)))
  .optional();

export const mailStudentInputSchema = z.object({
  runId: runIdSchema,
  course: runCourseSchema,
  student: rosterLineSchema.omit({ tests: true }),
  tests: z.array(testOutcomeSchema),
  /** How many of `tests` failed: then the step fails too, after the mails. Left out by executions of an earlier version. */
  failed: z.int().nonnegative().optional(),
  at: begunAt,
});

/**
 * The outcome of the mail about one graded test. `already-sent`: by an earlier run. `unknown`: it may have gone out, so it is
 * not sent again by itself. `withheld`: the course does not tell this score yet, or never. `refused`: SES will not accept
 * it. `not-sent`: the mail step failed before SES accepted it.
 */
export const mailOutcomeSchema = z.object({
  subject: subjectSchema,
  testId: testIdSchema,
  revision: z.int().positive(),
  status: z.enum(["sent", "already-sent", "withheld", "unknown", "refused", "not-sent"]),
  reason: z.string().optional(),
  /** As in the grade; the mail ledger uses this name. */
  gradedAs: testRefSchema.optional(),
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
  /** Mails of a student whose other tests were graded and mailed; empty when the mail step failed or was not reached. */
  mails: z.array(mailOutcomeSchema).default([]),
});

export const closeRunInputSchema = z.object({ runId: runIdSchema, course: runCourseSchema, at: begunAt });

/**
 * Small, because a state's payload is limited to 256 KiB, and a course is not.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
export const closeRunOutputSchema = z.object({
  runId: runIdSchema,
  counts: countsSchema,
  reportKey: z.string(),
  gradebookKey: z.string(),
  /** Left out by older runs, which did not count it. */
  mails: mailCountsSchema.optional(),
});

export const mailTrainerInputSchema = z.object({ runId: runIdSchema, course: runCourseSchema });

/** Input of the failure path's task, as a Catch provides it. */
export const reportFailureInputSchema = z.object({
  /** Left out: the grading run. */
  machine: z.literal("notices").optional(),
  executionArn: z.string(),
  /** Of a grading run. */
  request: runRequestSchema.optional(),
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
  /** A message was given up, because its worker crashed or timed out at each try. */
  deadLettered: "DeadLettered",
  /** A student's test could not be graded; the Fail state of a child. */
  studentFailed: "StudentFailed",
  /** Nothing planned is sent at night; the cause is the instant at which the night ends. */
  quietHours: "QuietHours",
  /** The trainer's mail did not go out, or nobody knows whether it did. */
  trainerMailNotSent: "TrainerMailNotSent",
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
export type CloseRunInput = z.infer<typeof closeRunInputSchema>;
export type CloseRunOutput = z.infer<typeof closeRunOutputSchema>;
export type MailTrainerInput = z.infer<typeof mailTrainerInputSchema>;
export type ReportFailureInput = z.infer<typeof reportFailureInputSchema>;

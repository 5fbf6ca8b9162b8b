import * as z from "zod";
import { lateScoreSchema } from "../grading/late-scores.ts";
import { instantSchema, noticeIdSchema, runIdSchema, studentIdSchema, testRefSchema } from "../ids.ts";
import { runCourseSchema } from "../run/run.ts";
import { groupSchema } from "../student.ts";
import { noticeSchema } from "./notice.ts";

/**
 * The contracts between the states of the notices' workflow and its tasks, as course/run/run.ts has them for the grading run.
 */

/** The reminder by hand. Fields that are left out mean every open test, and everybody who has not submitted it. */
export const remindSchema = z.object({
  tests: z.array(testRefSchema).optional(),
  studentId: studentIdSchema.optional(),
  group: groupSchema.optional(),
});

/**
 * The execution's input. `scheduledTime`: by the schedule, for the day that begins then. `from`: by a publishing, for the
 * day from its moment on. `remind`: by hand, now.
 */
export const noticesRequestSchema = z.object({
  scheduledTime: z.iso.datetime().optional(),
  from: instantSchema.optional(),
  remind: remindSchema.optional(),
});

export const planDayInputSchema = z.object({
  /** Execution start time, ISO 8601. */
  startedAt: z.iso.datetime(),
  request: noticesRequestSchema,
});

/** One item of the map over the day's instants. */
export const plannedInstantSchema = z.object({
  noticeId: noticeIdSchema,
  at: instantSchema,
  /** null: what is planned for this instant. */
  remind: remindSchema.nullable(),
  /** Not notices, but scores that have come out. */
  scores: z.literal(true).optional(),
});

export const planDayOutputSchema = z.object({ instants: z.array(plannedInstantSchema) });

export const findWhomInputSchema = z.object({
  executionArn: z.string(),
  planned: plannedInstantSchema,
  /** Counted from 0. */
  part: z.int().nonnegative(),
  /** Lines of the roster that earlier parts have looked at. */
  skip: z.int().nonnegative(),
});

export const findWhomOutputSchema = z.object({
  /** `taken`: another execution has this instant. */
  status: z.enum(["found", "nobody", "taken"]),
  course: runCourseSchema,
  /** The part's list; with `nobody` and `taken` it was not written. */
  list: z.object({ key: z.string(), notices: z.int().nonnegative() }),
  /** Where the map writes. */
  resultsPrefix: z.string(),
  /** The next part's `skip`; null: this was the last. */
  next: z.int().positive().nullable(),
});

/** One line of a list: a student with all notices of the instant, or with scores. */
export const listedStudentSchema = z.object({
  studentId: studentIdSchema,
  notices: z.array(noticeSchema),
  scores: z.array(lateScoreSchema).optional(),
});

export const tellStudentInputSchema = z.object({
  noticeId: noticeIdSchema,
  course: runCourseSchema,
  student: listedStudentSchema,
  /** When the message was sent; the scores in it had come out by then. */
  sentAt: z.iso.datetime(),
});

/**
 * The outcome of one notice. `already`: told before. `submitted`: the student has submitted meanwhile. `off`: the
 * student wants no reminders. `lapsed`: the deadline has passed, it would come long after its time, the trainer has set
 * something by hand, the score is no longer the one that counts, or the student left the list or was never invited.
 * `refused` and `unknown`: as for the mails of scores.
 */
export const noticeStatusSchema = z.enum([
  "told",
  "already",
  "submitted",
  "off",
  "lapsed",
  "refused",
  "unknown",
]);

export const noticeOutcomeSchema = testRefSchema.extend({
  /** In the mail ledger (`ledgerName`). */
  name: z.string(),
  status: noticeStatusSchema,
  reason: z.string().optional(),
  /** Of a score: in whose name it is mailed. Left out: the notice's own. */
  runId: runIdSchema.optional(),
});

export const tellStudentOutputSchema = z.object({ outcomes: z.array(noticeOutcomeSchema) });

/** A succeeded child's output: one line of the result files. */
export const toldStudentSchema = tellStudentOutputSchema.extend({ studentId: studentIdSchema });

export const closeNoticesInputSchema = z.object({
  noticeId: noticeIdSchema,
  at: instantSchema,
  /** Notices on the lists of all parts. */
  listed: z.int().nonnegative(),
  /** Keys of the manifests of all parts. */
  manifests: z.array(z.string()),
});

/** Counts of notices: the other fields add up to `listed`. `failed`: the step of the student failed. */
export const noticeCountsSchema = z.object({
  listed: z.int().nonnegative(),
  told: z.int().nonnegative(),
  already: z.int().nonnegative(),
  submitted: z.int().nonnegative(),
  off: z.int().nonnegative(),
  lapsed: z.int().nonnegative(),
  refused: z.int().nonnegative(),
  unknown: z.int().nonnegative(),
  failed: z.int().nonnegative(),
});

export const closeNoticesOutputSchema = z.object({
  noticeId: noticeIdSchema,
  counts: noticeCountsSchema,
  reportKey: z.string(),
});

/** `notices/<id>/report.json`. */
export const noticeReportSchema = z.object({
  noticeId: noticeIdSchema,
  at: instantSchema,
  counts: noticeCountsSchema,
  /** Some of the students who should have been told but were not; the counts include all of them. */
  problems: z.array(
    z.object({
      studentId: studentIdSchema,
      status: z.enum(["refused", "unknown", "failed"]),
      reason: z.string(),
    }),
  ),
});

/** `notices/<id>/notice.json`. */
export const noticeClaimSchema = z.object({ executionArn: z.string() });

export type Remind = z.infer<typeof remindSchema>;
export type NoticesRequest = z.infer<typeof noticesRequestSchema>;
export type PlanDayInput = z.infer<typeof planDayInputSchema>;
export type PlanDayOutput = z.infer<typeof planDayOutputSchema>;
export type PlannedInstant = z.infer<typeof plannedInstantSchema>;
export type FindWhomInput = z.infer<typeof findWhomInputSchema>;
export type FindWhomOutput = z.infer<typeof findWhomOutputSchema>;
export type ListedStudent = z.infer<typeof listedStudentSchema>;
export type TellStudentInput = z.infer<typeof tellStudentInputSchema>;
export type TellStudentOutput = z.infer<typeof tellStudentOutputSchema>;
export type NoticeOutcome = z.infer<typeof noticeOutcomeSchema>;
export type NoticeCounts = z.infer<typeof noticeCountsSchema>;
export type NoticeReport = z.infer<typeof noticeReportSchema>;
export type CloseNoticesInput = z.infer<typeof closeNoticesInputSchema>;
export type CloseNoticesOutput = z.infer<typeof closeNoticesOutputSchema>;

import * as z from "zod";
import { overrideValueSchema } from "../gradebook/override.ts";
import { instantSchema, runIdSchema, studentIdSchema, subjectSchema, testIdSchema } from "../ids.ts";
import { testSchema } from "../test.ts";
import { mailOutcomeSchema } from "./run.ts";
import { countsSchema } from "./run-counts.ts";

/** A student and a test in a list of the report. */
const studentTestSchema = z.object({
  studentId: studentIdSchema,
  name: z.string(),
  subject: subjectSchema,
  testId: testIdSchema,
});

/** `runs/<runId>/report.json`: the closed ledger. For each test graded + missing + failed = roster. */
export const runReportSchema = z.object({
  runId: runIdSchema,
  /** Of a resumption: the run that it resumed. */
  resumes: runIdSchema.optional(),
  /** As in the run's record: it graded tests again, or took back what this run had changed. */
  again: z.literal(true).optional(),
  undoes: runIdSchema.optional(),
  /**
   * Rows of the gradebook, where there are more than `students`: a resumption's gradebook has the whole class, and students
   * who have more time have a row.
   */
  gradebookStudents: z.int().nonnegative().optional(),
  /** How many students the run has. */
  students: z.int().nonnegative(),
  tests: z.array(
    testSchema.pick({ subject: true, testId: true, title: true }).extend({ counts: countsSchema }),
  ),
  /** Without those whom the trainer has excused: they are in `overrides`, and in the counts. */
  missing: z.array(studentTestSchema),
  failed: z.array(studentTestSchema.extend({ reason: z.string() })),
  /** Students with more time for a test of the run, so not on its roster for it. Left out: none, or an older report. */
  extended: z.array(studentTestSchema.extend({ deadline: instantSchema })).optional(),
  /** Students who left the list after handing in a test of the run: not graded. Left out: none, or an older report. */
  removed: z.array(studentTestSchema.extend({ receivedAt: instantSchema })).optional(),
  /** Tests in which the trainer has set something by hand, which stays. Left out: none, or a report from before. */
  overrides: z
    .array(
      studentTestSchema.extend({
        value: overrideValueSchema,
        /** The score by grading, where there is one. */
        graded: z.string().optional(),
      }),
    )
    .optional(),
  mails: z.object({
    /** Sent by this run. Reports without `alreadySent` also count here what an earlier run sent. */
    sent: z.int().nonnegative(),
    /** Mails about scores that an earlier run had mailed. */
    alreadySent: z.int().nonnegative().optional(),
    /** Scores that the course keeps back. Left out: none, or an older report. */
    withheld: z.int().nonnegative().optional(),
    /** Mails that did not surely go out: unknown, refused or not sent. */
    problems: z.array(mailOutcomeSchema.extend({ studentId: studentIdSchema, name: z.string() })),
  }),
});

export type RunReport = z.infer<typeof runReportSchema>;

import * as z from "zod";
import { instantSchema, runIdSchema, studentIdSchema, subjectSchema, testIdSchema } from "./ids.ts";
import { mailOutcomeSchema } from "./run.ts";
import { countsSchema } from "./run-counts.ts";
import { testSchema } from "./test.ts";

/** A student of the report, and the test that it says something of. */
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
  /** Rows of the gradebook, where they are others than `students`: a resumption's has the whole class, and who has more time
   * has a row. */
  gradebookStudents: z.int().nonnegative().optional(),
  /** Students of the run, and student-test pairs by what became of them. */
  students: z.int().nonnegative(),
  tests: z.array(
    testSchema.pick({ subject: true, testId: true, title: true }).extend({ counts: countsSchema }),
  ),
  missing: z.array(studentTestSchema),
  failed: z.array(studentTestSchema.extend({ reason: z.string() })),
  /** Who has more time for a test of the run: not on its roster for it. Left out: nobody, or a report from before. */
  extended: z.array(studentTestSchema.extend({ deadline: instantSchema })).optional(),
  /** Who went off the list and had handed in a test of the run: not graded. Left out: nobody, or a report from before. */
  removed: z.array(studentTestSchema.extend({ receivedAt: instantSchema })).optional(),
  mails: z.object({
    /** By this run. Reports without `alreadySent` count here also what an earlier run had sent. */
    sent: z.int().nonnegative(),
    /** About scores that an earlier run had told. */
    alreadySent: z.int().nonnegative().optional(),
    /** Mails that did not surely go out: unknown, refused or not sent. */
    problems: z.array(mailOutcomeSchema.extend({ studentId: studentIdSchema, name: z.string() })),
  }),
});

export type RunReport = z.infer<typeof runReportSchema>;

import * as z from "zod";
import { instantSchema, studentIdSchema, subjectSchema, testIdSchema } from "../ids.ts";
import { studentSchema } from "../student.ts";
import { dueTestSchema } from "./run.ts";

/** People whom a run reports and does not grade. */

/**
 * One line of `runs/<runId>/extended.jsonl`: a student for whom tests of the run are due later. In the course's order; `after`
 * is the student of the run's roster before, null: none.
 */
export const extendedLineSchema = studentSchema
  .pick({ studentId: true, email: true, name: true })
  .extend({ after: studentIdSchema.nullable(), tests: z.array(dueTestSchema).min(1) });

/** One line of `course/removed.jsonl`: a student who left the list and had submitted. */
export const removedLineSchema = z.object({
  studentId: studentIdSchema,
  name: z.string(),
  /** The latest of each test. */
  handedIn: z.array(z.object({ subject: subjectSchema, testId: testIdSchema, receivedAt: instantSchema })),
});

export type ExtendedLine = z.infer<typeof extendedLineSchema>;
export type RemovedLine = z.infer<typeof removedLineSchema>;

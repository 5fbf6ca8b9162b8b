import * as z from "zod";
import { instantSchema, runIdSchema, subjectSchema, testIdSchema } from "../ids.ts";
import { testSchema } from "../test.ts";
import { countsSchema } from "./run-counts.ts";

/** A test of a run. */
const runTestSchema = testSchema.pick({ subject: true, testId: true, title: true, renamedFrom: true });

/** `runs/<runId>/run.json`: who runs it and how far it got. */
export const runRecordSchema = z.object({
  runId: runIdSchema,
  executionArn: z.string(),
  /** Latest deadline this run covers; UTC. */
  cutoff: instantSchema,
  resumes: runIdSchema.nullable(),
  /** It was started to grade tests again. Left out: it was not, or an earlier version opened it. */
  again: z.literal(true).optional(),
  /** Of a run that puts back the scores before another run: that run. */
  undoes: runIdSchema.optional(),
  /** The latest run that resumed this one. */
  resumedBy: runIdSchema.optional(),
  status: z.enum(["open", "nothing-due", "closed", "failed"]),
  students: z.int().nonnegative(),
  /** Parts of its roster. Left out: one. */
  parts: z.int().positive().optional(),
  /** The tests that are due in it. Left out: an earlier version opened it. */
  tests: z.array(runTestSchema).optional(),
  /** Its outcomes are in the course's book. Left out: not yet, or an earlier version closed it. */
  booked: z.literal(true).optional(),
  /** What a closed run has graded, and when. Left out: it is not closed, or an earlier version closed it. */
  closed: z
    .object({
      at: instantSchema.optional(),
      tests: z.array(testSchema.pick({ subject: true, testId: true, title: true })),
      counts: countsSchema,
    })
    .optional(),
  /** Only when failed. */
  failure: z.object({ error: z.string(), cause: z.string() }).optional(),
});

/** `runs/graded-through.json`: for each test the cutoff of the last closed run that graded it. */
export const gradedThroughSchema = z.array(
  z.object({ subject: subjectSchema, testId: testIdSchema, cutoff: instantSchema }),
);

export type RunTest = z.infer<typeof runTestSchema>;
export type RunRecord = z.infer<typeof runRecordSchema>;

/** The numbers of a run's parts. */
export const partsOf = ({ parts = 1 }: Pick<RunRecord, "parts">): readonly number[] =>
  Array.from({ length: parts }, (_, part) => part);

export type GradedThrough = z.infer<typeof gradedThroughSchema>;

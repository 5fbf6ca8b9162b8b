import * as z from "zod";

/** Students of one part of a run's roster, at most. A class of this size is graded as one part. */
export const mostStudentsOfPart = 10_000;

/**
 * Due tests of all students of one part together, at most: closing the part may read a grade and a mail of each, which takes
 * some 0.7 ms of a processor for each read.
 */
export const mostTestsOfPart = 30_000;

/** A part of a run's roster: what one turn of the workflow's map over the parts grades and closes. */
export const runPartSchema = z.object({
  /** Counted from 0. */
  part: z.int().nonnegative(),
  roster: z.object({ bucket: z.string(), key: z.string(), students: z.int().positive() }),
  /** Where the map over the part's students writes. */
  resultsPrefix: z.string(),
});

export type RunPart = z.infer<typeof runPartSchema>;

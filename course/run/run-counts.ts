import * as z from "zod";

/** Student-test pairs by their result. */
export const countsSchema = z.object({
  roster: z.int().nonnegative(),
  graded: z.int().nonnegative(),
  missing: z.int().nonnegative(),
  failed: z.int().nonnegative(),
  /**
   * How many of `missing` the trainer has excused. It is a part of `missing`, so that the three still add up to `roster` for
   * whoever does not know it. Left out: none, or an older report.
   */
  excused: z.int().nonnegative().optional(),
});

/** The outcomes of a run's mails to students, one mail for each graded test. */
export const mailCountsSchema = z.object({
  /** Went out, by this run. */
  sent: z.int().nonnegative(),
  /** An earlier run mailed the same score. Left out: an older report, which counts these in `sent`. */
  alreadySent: z.int().nonnegative().optional(),
  /** The course keeps the score back. Left out: none, or an older report. */
  withheld: z.int().nonnegative().optional(),
  /** SES refused it for good. */
  refused: z.int().nonnegative(),
  /** The mail step failed before SES accepted it. */
  notSent: z.int().nonnegative(),
  /** It may or may not have gone out. */
  unknown: z.int().nonnegative(),
});

export type MailCounts = z.infer<typeof mailCountsSchema>;

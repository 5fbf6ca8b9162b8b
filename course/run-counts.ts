import * as z from "zod";

/** Student-test pairs by what became of them. */
export const countsSchema = z.object({
  roster: z.int().nonnegative(),
  graded: z.int().nonnegative(),
  missing: z.int().nonnegative(),
  failed: z.int().nonnegative(),
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

export type MailCounts = z.infer<typeof mailCountsSchema>;

import * as z from "zod";

/**
 * Which of a student's attempts at a test count. `latest`: the last one in time. `best`: the one with the greatest share of the
 * points; of equal ones, the first. `first`: the first one. `average`: all of them, each alike.
 */
export const attemptRuleSchema = z.enum(["latest", "best", "first", "average"]);

export type AttemptRule = z.infer<typeof attemptRuleSchema>;

/** Whether the rule must look at all attempts, or at one only. */
export const looksAtSeveral = ({ counts }: { readonly counts?: AttemptRule | undefined }): boolean =>
  counts === "best" || counts === "average";

/** A rule as it is stored and sent: where attempts count as they always did, nothing is said. */
export const namedRule = (counts: AttemptRule | undefined): { readonly counts?: AttemptRule } =>
  counts === undefined || counts === "latest" ? {} : { counts };

import * as z from "zod";
import { instantSchema } from "../ids.ts";

/** What a trainer sets by hand in place of a test's graded score. */
export const overrideValueSchema = z.discriminatedUnion("kind", [
  /** A decimal number with at most two decimals, from 0 to the best score. */
  z.object({ kind: z.literal("score"), score: z.string().regex(/^\d{1,4}(\.\d{1,2})?$/) }),
  /** The test does not count for the student. */
  z.object({ kind: z.literal("excused") }),
]);

export const overrideSchema = z.object({
  value: overrideValueSchema,
  /** The trainer's reason; the student reads it. */
  because: z.string(),
  /** Who set it. */
  by: z.string(),
  at: instantSchema,
});

export type Override = z.infer<typeof overrideSchema>;

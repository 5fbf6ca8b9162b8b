import * as z from "zod";
import { studentIdSchema, subjectSchema, testIdSchema } from "../ids.ts";
import type { RegradePreview } from "./regrade.ts";

/** The contract between the console's server and its page for what grading a test again would change. */

const whoseSchema = z.object({
  studentId: studentIdSchema,
  name: z.string(),
  subject: subjectSchema,
  testId: testIdSchema,
});

const previewSchema = z.object({
  students: z.int(),
  up: z.int(),
  down: z.int(),
  same: z.int(),
  other: z.int(),
  failed: z.int(),
  /** The first ones; those who lose come first. */
  changes: z.array(
    whoseSchema.extend({
      before: z.string().nullable(),
      after: z.string().nullable(),
      byHand: z.literal(true).optional(),
    }),
  ),
  failures: z.array(whoseSchema.extend({ reason: z.string() })),
});

export const regradeViewSchema = z.object({
  /** Students who have been compared, of how many. */
  read: z.int(),
  of: z.int(),
  /** Left out: not all have been compared. */
  preview: previewSchema.optional(),
});

export type RegradeView = z.infer<typeof regradeViewSchema>;
export type ShownPreview = z.infer<typeof previewSchema>;

/** More help nobody who reads them. */
const mostChanges = 400;
const mostFailures = 50;

export const shownPreview = ({ changes, failures, ...counts }: RegradePreview): ShownPreview => ({
  ...counts,
  changes: changes.slice(0, mostChanges),
  failures: failures.slice(0, mostFailures),
});

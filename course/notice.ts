import * as z from "zod";
import { type Instant, instantSchema, type NoticeId, noticeIdSchema } from "./ids.ts";
import { testSchema } from "./test.ts";

const noticeTestSchema = testSchema
  .pick({ subject: true, testId: true, title: true, renamedFrom: true })
  // The student's own.
  .extend({ deadline: instantSchema });

/** Something that one student is to be told of one test. */
export const noticeSchema = z.discriminatedUnion("kind", [
  /** The test has opened. */
  noticeTestSchema.extend({ kind: z.literal("opened") }),
  /** The deadline is near, and nothing was sent in. */
  noticeTestSchema.extend({ kind: z.literal("before"), hours: z.int().positive() }),
  /** The trainer reminds; `day` is the course's, `2026-11-23`: at most once a day. */
  noticeTestSchema.extend({ kind: z.literal("by-hand"), day: z.iso.date() }),
]);

export type Notice = z.infer<typeof noticeSchema>;

/** What a notice is called in the mail ledger, below its test. */
export const ledgerName = (notice: Notice): string => {
  switch (notice.kind) {
    case "opened":
      return "opened";
    case "before":
      return `before-${notice.hours}h-${notice.deadline}`;
    default:
      return `by-hand-${notice.day}`;
  }
};

const toSecond = (instant: Instant): string => `${instant.slice(0, 19).replaceAll(":", "-")}Z`;

/** What is planned for one instant has one id: two executions that plan the same instant compute the same. */
export const noticeIdOf = (at: Instant): NoticeId => noticeIdSchema.parse(toSecond(at));

/** Reminders by hand have ids of their own, so that they never stand in the way of planned ones. */
export const noticeIdByHand = (at: Instant): NoticeId => noticeIdSchema.parse(`${toSecond(at)}-by-hand`);

import * as z from "zod";
import { type Instant, instantSchema, type NoticeId, noticeIdSchema, toInstant } from "../ids.ts";
import { testSchema } from "../test.ts";

const noticeTestSchema = testSchema
  .pick({ subject: true, testId: true, title: true, renamedFrom: true })
  // The student's own.
  .extend({ deadline: instantSchema });

/** One notice: a mail text about one test for one student. */
export const noticeSchema = z.discriminatedUnion("kind", [
  /** The test has opened. */
  noticeTestSchema.extend({ kind: z.literal("opened") }),
  /** The deadline is near, and nothing was sent in. */
  noticeTestSchema.extend({ kind: z.literal("before"), hours: z.int().positive() }),
  /** A reminder by the trainer, at most once a day; `day` is in the course's zone, `2026-11-23`. */
  noticeTestSchema.extend({ kind: z.literal("by-hand"), day: z.iso.date() }),
]);

export type Notice = z.infer<typeof noticeSchema>;

/** What a notice is called in the mail ledger, below its test. `mailKind` (web/console/person-rows.ts) reads these names. */
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

/** What the mail about a student's own deadline is called in the mail ledger, below its test. */
export const extensionLedgerName = (deadline: Instant): string => `extended-${deadline}`;

const toSecond = (instant: Instant): string => `${instant.slice(0, 19).replaceAll(":", "-")}Z`;

/** One id for each planned instant: two executions that plan the same instant compute the same id. */
export const noticeIdOf = (at: Instant): NoticeId => noticeIdSchema.parse(toSecond(at));

/** The instant in a notice's id, in whole seconds. */
export const instantOfNotice = (noticeId: NoticeId): Instant => {
  const [date, time] = [noticeId.slice(0, 10), noticeId.slice(10, 20)];
  return toInstant(new Date(`${date}${time.replaceAll("-", ":")}`));
};

/** Scores that come out later are mailed apart from notices of the same instant, which another execution may have claimed. */
export const noticeIdOfScores = (at: Instant): NoticeId => noticeIdSchema.parse(`${toSecond(at)}-scores`);

/** Reminders by hand have ids of their own, so that they never block planned ones. */
export const noticeIdByHand = (at: Instant): NoticeId => noticeIdSchema.parse(`${toSecond(at)}-by-hand`);

/** Of one command; `random`, a UUID, tells apart two commands of the same second. */
export const senderByHand = (at: Instant, random: string): NoticeId =>
  noticeIdSchema.parse(`${noticeIdByHand(at)}-${random.slice(0, 8)}`);

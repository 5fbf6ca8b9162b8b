import { isInTime } from "../deadlines/deadline.ts";
import type { Instant } from "../ids.ts";
import type { RunCourse } from "../run/run.ts";
import type { Notice } from "./notice.ts";
import { afterNight } from "./notice-plan.ts";
import { remindersOf } from "./reminder-settings.ts";

const hourMs = 60 * 60 * 1000;

/**
 * A planned notice that is later than this is old news. That a test has opened is news for a day, so that it outlasts a night;
 * after a reminder, a nearer one comes.
 */
const latestMs = { opened: 24 * hourMs, before: 12 * hourMs } as const satisfies Partial<
  Record<Notice["kind"], number>
>;

const isOldNews = ({ kind }: Pick<Notice, "kind">, plannedAt: Instant, at: Instant): boolean =>
  kind !== "by-hand" && Date.parse(at) - Date.parse(plannedAt) > latestMs[kind];

/**
 * When a notice can go out: now, or when the quiet hours end; null: no more. A plan keeps the quiet hours, but what waits may
 * wake up later: a machine that slept, or a course that was stopped for days. A reminder by hand goes out when the trainer says so.
 *
 * @param plannedAt when it was to go out.
 */
export const goesOutAt = (
  notice: Pick<Notice, "kind" | "deadline">,
  plannedAt: Instant,
  now: Instant,
  course: Pick<RunCourse, "reminders" | "timeZone">,
): Instant | null => {
  const reminders = notice.kind === "by-hand" ? null : remindersOf(course);
  const at = reminders ? afterNight(now, { ...reminders, timeZone: course.timeZone }) : now;
  return isOldNews(notice, plannedAt, at) || !isInTime(at, notice.deadline) ? null : at;
};

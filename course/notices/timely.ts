import type { Instant } from "../ids.ts";
import type { RunCourse } from "../run/run.ts";
import type { Notice } from "./notice.ts";
import { isQuietAt } from "./notice-plan.ts";
import { remindersOf } from "./reminder-settings.ts";

/** A planned notice that is later than this is old news: a test that opened yesterday, a reminder after which a nearer one comes. */
const latestMs = 12 * 60 * 60 * 1000;

/**
 * Whether a notice can still go out. A plan keeps the quiet hours, but what waits may wake up later: a machine that slept, or a
 * course that was stopped for days. A reminder by hand goes out when the trainer says so.
 *
 * @param plannedAt when it was to go out.
 */
export const isTimely = (
  { kind }: Pick<Notice, "kind">,
  plannedAt: Instant,
  now: Instant,
  course: Pick<RunCourse, "reminders" | "timeZone">,
): boolean => {
  if (kind === "by-hand") return true;
  if (Date.parse(now) - Date.parse(plannedAt) > latestMs) return false;
  const reminders = remindersOf(course);
  return reminders === null || !isQuietAt(now, { ...reminders, timeZone: course.timeZone });
};

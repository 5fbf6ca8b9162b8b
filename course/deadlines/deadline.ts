import { Temporal } from "temporal-polyfill";
import { type Instant, instantSchema } from "../ids.ts";
import type { Weekday, WeeklyTime } from "../settings.ts";
import type { Extension } from "../student.ts";
import { goesBy, type NamedTest } from "../test-names.ts";

/** ISO 8601 numbers of the weekdays, as Temporal gives them. */
const isoWeekday: Readonly<Record<Weekday, number>> = {
  Monday: 1,
  Tuesday: 2,
  Wednesday: 3,
  Thursday: 4,
  Friday: 5,
  Saturday: 6,
  Sunday: 7,
};

const instantOf = (zoned: Temporal.ZonedDateTime): Instant =>
  instantSchema.parse(zoned.toInstant().toString({ fractionalSecondDigits: 3 }));

/**
 * The instant at which clocks in `timeZone` show `wallTime`, such as `2026-11-23 23:00`.
 *
 * At a clock change Temporal's `compatible` rule applies: a skipped time is read with the offset before the change (02:30
 * becomes 03:30), and of a time that occurs twice the first is used.
 *
 * @throws RangeError when the text is not a wall time or its date does not exist.
 */
export const instantOfWallTime = (wallTime: string, timeZone: string): Instant => {
  if (!/^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}$/.test(wallTime)) {
    throw new RangeError(`"${wallTime}" is not a date and time such as "2026-11-23 23:00"`);
  }
  let plain: Temporal.PlainDateTime;
  try {
    plain = Temporal.PlainDateTime.from(wallTime.replace(" ", "T"));
  } catch {
    throw new RangeError(`"${wallTime}" is no date and time of the calendar`);
  }
  return instantOf(plain.toZonedDateTime(timeZone, { disambiguation: "compatible" }));
};

/** The first time strictly after `after` at which clocks in `timeZone` show `weekly`. Clock changes as above. */
export const firstWeeklyDeadlineAfter = (weekly: WeeklyTime, after: Instant, timeZone: string): Instant => {
  const today = Temporal.Instant.from(after).toZonedDateTimeISO(timeZone).toPlainDate();
  const wallTime = wallTimeFrom(weekly, today);
  const inWeeks = (weeks: number): Instant =>
    instantOf(wallTime.add({ weeks }).toZonedDateTime(timeZone, { disambiguation: "compatible" }));
  const candidate = inWeeks(0);
  return candidate > after ? candidate : inWeeks(1);
};

/** A weekly time on `day`, or on the first of its weekdays that follows. */
const wallTimeFrom = (
  { weekday, hour, minute }: WeeklyTime,
  day: Temporal.PlainDate,
): Temporal.PlainDateTime => {
  const days = (isoWeekday[weekday] - day.dayOfWeek + 7) % 7;
  return day.add({ days }).toPlainDateTime({ hour, minute });
};

/** Most clock changes have a fixed weekday, a few a fixed date; within five years a date falls on most weekdays. */
const yearsLookedAhead = 5;

/** The date on which a clock change skips the weekly time; null: the change skips others, or repeats some. */
const dateSkippedBy = (change: Temporal.ZonedDateTime, weekly: WeeklyTime): string | null => {
  const tick = { nanoseconds: 1 };
  const firstSkipped = change.subtract(tick).toPlainDateTime().add(tick);
  const wallTime = wallTimeFrom(weekly, firstSkipped.toPlainDate());
  const isSkipped =
    Temporal.PlainDateTime.compare(wallTime, firstSkipped) >= 0 &&
    Temporal.PlainDateTime.compare(wallTime, change.toPlainDateTime()) < 0;
  return isSkipped ? wallTime.toPlainDate().toString() : null;
};

/**
 * The first date after `after`, such as `2027-03-28`, on which clocks in `timeZone` skip the weekly time; null when there
 * is none in the next five years. In such a week EventBridge Scheduler does not start the schedule.
 *
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export const nextSkippedDate = (weekly: WeeklyTime, after: Instant, timeZone: string): string | null =>
  firstSkippedDate(weekly, after, timeZone, yearsLookedAhead);

/** Of the span that decides whether a zone ever skips a weekly time. The weekdays of dates repeat after 28 years. */
const rules = { since: instantSchema.parse("2026-01-01T00:00:00.000Z"), years: 28 } as const;

/**
 * Whether a clock change ever skips the weekly time, by the zone's rules from 2026 to 2053. Unlike `nextSkippedDate`, it gives
 * the same answer on every day.
 */
export const isEverSkipped = (weekly: WeeklyTime, timeZone: string): boolean =>
  firstSkippedDate(weekly, rules.since, timeZone, rules.years) !== null;

const firstSkippedDate = (
  weekly: WeeklyTime,
  after: Instant,
  timeZone: string,
  years: number,
): string | null => {
  const now = Temporal.Instant.from(after).toZonedDateTimeISO(timeZone);
  const end = now.add({ years }).epochMilliseconds;
  let change = now.getTimeZoneTransition("next");
  while (change !== null && change.epochMilliseconds < end) {
    const date = dateSkippedBy(change, weekly);
    if (date !== null) return date;
    change = change.getTimeZoneTransition("next");
  }
  return null;
};

/** The later of the test's deadline and the student's extensions for it: an extension never shortens. */
export const deadlineFor = (
  test: NamedTest & { readonly deadline: Instant },
  extensions: readonly Extension[],
): Instant => {
  const ownDeadlines = extensions
    .filter((extension) => goesBy(test, extension))
    .map((extension) => extension.deadline);
  return [test.deadline, ...ownDeadlines].sort().at(-1) ?? test.deadline;
};

/** In time means before the deadline; exactly at the deadline is too late. */
export const isInTime = (receivedAt: Instant, deadline: Instant): boolean => receivedAt < deadline;

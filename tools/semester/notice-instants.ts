import { Temporal } from "temporal-polyfill";
import { type Instant, toInstant } from "../../course/ids.ts";
import { InstantCollector } from "../../course/notices/notice-plan.ts";
import { remindersOf, usualQuiet } from "../../course/notices/reminder-settings.ts";
import type { Settings } from "../../course/settings.ts";
import type { Test } from "../../course/test.ts";

/** What says when a class without extensions is told something. */
export interface NoticedCourse {
  readonly settings: Settings;
  readonly tests: readonly Test[];
}

/** When the class is told something, from `fromMs` on and before `untilMs`; milliseconds since 1970. */
export const noticeInstants = (
  { settings, tests }: NoticedCourse,
  { fromMs, untilMs }: { readonly fromMs: number; readonly untilMs: number },
): Instant[] => {
  const reminders = remindersOf(settings);
  if (reminders === null) return [];
  const span = { from: toInstant(new Date(fromMs)), until: toInstant(new Date(untilMs)) };
  return new InstantCollector(tests, { ...reminders, timeZone: settings.timeZone }, span).instants;
};

/** The morning at which an instant is planned: when the quiet hours before it ended; milliseconds since 1970. */
export const morningOf = (atMs: number, { settings }: Pick<NoticedCourse, "settings">): number => {
  const { until } = remindersOf(settings)?.quiet ?? usualQuiet;
  const at = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(settings.timeZone);
  const morning = at.withPlainTime(new Temporal.PlainTime(Math.floor(until / 60), until % 60));
  return (morning.epochMilliseconds > atMs ? morning.subtract({ days: 1 }) : morning).epochMilliseconds;
};

import { locale, time } from "./first-words.ts";
import type { Passed } from "./server-clock.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Under two days in hours and minutes, as in the bash client; in the last minutes with seconds. */
export const timeLeft = (leftMs: number, passed: Passed): string => {
  if (leftMs <= 0) return passed === "surely" ? time.closed : time.perhapsClosed;
  const seconds = Math.floor(leftMs / 1000);
  const minutes = Math.floor(leftMs / minuteMs);
  const hours = Math.floor(leftMs / hourMs);
  if (minutes < 1) return time.left(time.seconds(seconds));
  if (minutes < 10) return time.left(`${time.minutes(minutes)} ${time.seconds(seconds % 60)}`);
  if (minutes < 60) return time.left(time.minutes(minutes));
  if (hours < 48) return time.left(`${time.hours(hours)} ${time.minutes(minutes % 60)}`);
  return time.left(`${time.days(Math.floor(leftMs / dayMs))} ${time.hours(hours % 24)}`);
};

/** Less than an hour: shown in a warning colour. */
export const isSoon = (leftMs: number): boolean => leftMs < hourMs;

const announcedMinutes = [10, 5, 1] as const;

/** The announcement for a screen reader between two readings of the clock; null: none. */
export const announcementBetween = (beforeMs: number, nowMs: number): string | null => {
  const crossed = announcedMinutes.find((minutes) => {
    const mark = minutes * minuteMs;
    return beforeMs > mark && nowMs <= mark && nowMs > 0;
  });
  return crossed === undefined ? null : time.leftSpoken(time.minutes(crossed));
};

const dayFields = { weekday: "short", day: "numeric", month: "short", year: "numeric" } as const;

/** The day of an instant in the reader's own time zone: `Mon, 23 Nov 2026`. */
export const dayText = (instant: string): string =>
  new Intl.DateTimeFormat(locale, dayFields).format(new Date(instant));

/** An instant in the reader's own time zone, which it names: `Mon, 23 Nov 2026, 23:00 CET`. */
export const instantText = (instant: string, timeZone?: string): string =>
  new Intl.DateTimeFormat(locale, {
    ...dayFields,
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
    ...(timeZone !== undefined && { timeZone }),
  }).format(new Date(instant));

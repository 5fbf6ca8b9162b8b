import { counted } from "../../course/counted.ts";
import type { Passed } from "./server-clock.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Under two days in hours and minutes, as in the bash client; in the last minutes with seconds. */
export const timeLeft = (leftMs: number, passed: Passed): string => {
  if (leftMs <= 0) return passed === "surely" ? "closed" : "perhaps closed";
  const seconds = Math.floor(leftMs / 1000);
  const minutes = Math.floor(leftMs / minuteMs);
  const hours = Math.floor(leftMs / hourMs);
  if (minutes < 1) return `${counted(seconds, "second")} left`;
  if (minutes < 10) return `${counted(minutes, "minute")} ${counted(seconds % 60, "second")} left`;
  if (minutes < 60) return `${counted(minutes, "minute")} left`;
  if (hours < 48) return `${counted(hours, "hour")} ${counted(minutes % 60, "minute")} left`;
  return `${counted(Math.floor(leftMs / dayMs), "day")} ${counted(hours % 24, "hour")} left`;
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
  return crossed === undefined ? null : `${counted(crossed, "minute")} left.`;
};

/** An instant in the reader's own time zone, which it names: `Mon, 23 Nov 2026, 23:00 CET`. */
export const instantText = (instant: string, timeZone?: string): string =>
  new Intl.DateTimeFormat("en-GB", {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
    ...(timeZone !== undefined && { timeZone }),
  }).format(new Date(instant));

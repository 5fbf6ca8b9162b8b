import { Cron } from "croner";
import { Temporal } from "temporal-polyfill";
import { messageOf } from "../../message-of.ts";

/** Tells when a schedule is next due. */
export interface Timetable {
  /** The first planned instant after `afterMs` (milliseconds since 1970), or undefined when there is none left. */
  nextAfter(afterMs: number): number | undefined;
}

const minuteMs = 60_000;
const unitsMs = { minute: minuteMs, hour: 60 * minuteMs, day: 24 * 60 * minuteMs };

const wallTimeAt = (epochMs: number, timeZone: string): Temporal.PlainDateTime =>
  Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(timeZone).toPlainDateTime();

/** The wall time as if it were UTC; a cron pattern is compared with it. */
const asUtc = (wall: Temporal.PlainDateTime): Date => new Date(wall.toZonedDateTime("UTC").epochMilliseconds);

/** The instant of a wall time; of a repeated time the first, undefined for a time that the clocks skip. */
const instantOf = (wallAsUtc: Date, timeZone: string): number | undefined => {
  const wall = wallTimeAt(wallAsUtc.getTime(), "UTC");
  const instant = wall.toZonedDateTime(timeZone, { disambiguation: "compatible" });
  return instant.toPlainDateTime().equals(wall) ? instant.epochMilliseconds : undefined;
};

/**
 * `cron(minute hour day-of-month month day-of-week year)` on wall time. A time that the clocks skip does not happen. A time
 * that they repeat happens once, the first time.
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#daylist-savings-time
 */
const cron = (fields: string, timeZone: string): Timetable => {
  const parts = fields.trim().split(/\s+/);
  if (parts.length !== 6) throw new Error(`cron needs 6 fields, it has ${parts.length}`);
  if ((parts[2] === "?") === (parts[4] === "?")) {
    throw new Error("exactly one of day of month and day of week must be ?");
  }
  const pattern = new Cron(`0 ${parts.join(" ")}`, {
    timezone: "UTC",
    mode: "7-part",
    alternativeWeekdays: true,
    sloppyRanges: true,
  });
  return {
    nextAfter(afterMs) {
      let wall = pattern.nextRun(asUtc(wallTimeAt(afterMs, timeZone)));
      while (wall) {
        const instant = instantOf(wall, timeZone);
        if (instant !== undefined && instant > afterMs) return instant;
        wall = pattern.nextRun(wall);
      }
      return undefined;
    },
  };
};

const rate = (text: string, sinceMs: number): Timetable => {
  const [, count = "", unit = ""] = /^([1-9]\d*) (minute|hour|day)s?$/.exec(text.trim()) ?? [];
  if (unit !== "minute" && unit !== "hour" && unit !== "day") {
    throw new Error("rate needs a number and minutes, hours or days");
  }
  const everyMs = Number(count) * unitsMs[unit];
  return {
    nextAfter: (afterMs) => sinceMs + (Math.max(Math.floor((afterMs - sinceMs) / everyMs), 0) + 1) * everyMs,
  };
};

const at = (text: string, timeZone: string): Timetable => {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text))
    throw new Error("at needs a wall time yyyy-mm-ddThh:mm:ss");
  const instant = Temporal.PlainDateTime.from(text).toZonedDateTime(timeZone).epochMilliseconds;
  return { nextAfter: (afterMs) => (instant > afterMs ? instant : undefined) };
};

/**
 * Reads an EventBridge Scheduler expression.
 *
 * @param sinceMs when the schedule was made, in milliseconds since 1970; a `rate` counts from it.
 * @throws {Error} that quotes the expression and says what is wrong with it.
 */
export const parseScheduleExpression = (expression: string, timeZone: string, sinceMs: number): Timetable => {
  try {
    wallTimeAt(sinceMs, timeZone);
    const [, kind, argument = ""] = /^(cron|rate|at)\((.*)\)$/.exec(expression) ?? [];
    if (kind === "cron") return cron(argument, timeZone);
    if (kind === "rate") return rate(argument, sinceMs);
    if (kind === "at") return at(argument, timeZone);
    throw new Error("supported: cron(...), rate(...), at(...)");
  } catch (error) {
    const why = messageOf(error);
    throw new Error(`schedule "${expression}" in time zone "${timeZone}" can't be read: ${why}`);
  }
};

import { Temporal } from "temporal-polyfill";
import { type Instant, instantSchema, toInstant } from "../ids.ts";
import { quote } from "../problems.ts";
import { instantOfWallTime } from "./deadline.ts";

/** Until when a student gets more time, as a trainer says it. */
export type Until =
  /** A wall time in the course's zone. */
  | { readonly kind: "at"; readonly instant: Instant }
  /** After the test's own deadline. */
  | { readonly kind: "later"; readonly amount: number; readonly unit: Unit }
  /** After the test's own deadline, in percent of the time from its opening to its deadline. */
  | { readonly kind: "share"; readonly percent: number };

type Unit = "minutes" | "hours" | "days" | "weeks";

const units: ReadonlyMap<string, Unit> = new Map([
  ["m", "minutes"],
  ["h", "hours"],
  ["d", "days"],
  ["w", "weeks"],
]);

/** More than any course needs; it keeps a slip of the finger from becoming a date. */
const mostDigits = 4;

/** @throws RangeError with a sentence when the text is no such time. */
export const parseUntil = (text: string, timeZone: string): Until => {
  if (!text.startsWith("+")) return { kind: "at", instant: wallTime(text, timeZone) };
  const [, number = "", sign = ""] = /^\+(\d+) ?([mhdw%])$/.exec(text) ?? [];
  const unit = units.get(sign);
  const isKnown = unit !== undefined || sign === "%";
  if (!isKnown || number.length > mostDigits) throw new RangeError(`${quote(text)} ${isNoTime}`);
  const amount = Number(number);
  if (amount === 0) throw new RangeError(`${quote(text)} adds no time.`);
  return unit === undefined ? { kind: "share", percent: amount } : { kind: "later", amount, unit };
};

const isNoTime =
  'is no time: write a date and time such as "2026-12-01 23:00", or what comes on top of the test\'s own time: +2d, +3h, +30m, +1w, +25%.';

const wallTime = (text: string, timeZone: string): Instant => {
  if (!/^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}$/.test(text)) throw new RangeError(`${quote(text)} ${isNoTime}`);
  try {
    return instantOfWallTime(text, timeZone);
  } catch (error) {
    throw error instanceof RangeError ? new RangeError(`${error.message}.`) : error;
  }
};

interface TestTimes {
  readonly opens: Instant;
  /** The test's own. */
  readonly deadline: Instant;
}

/**
 * The student's own deadline. Days and weeks are those of the calendar, so that the time of day stays across a clock change.
 */
export const untilOf = (until: Until, { opens, deadline }: TestTimes, timeZone: string): Instant => {
  switch (until.kind) {
    case "at":
      return until.instant;
    case "later": {
      const own = Temporal.Instant.from(deadline).toZonedDateTimeISO(timeZone);
      return instantSchema.parse(
        own
          .add({ [until.unit]: until.amount })
          .toInstant()
          .toString({ fractionalSecondDigits: 3 }),
      );
    }
    case "share": {
      const wholeMs = Date.parse(deadline) - Date.parse(opens);
      return toInstant(new Date(Date.parse(deadline) + Math.round((wholeMs * until.percent) / 100)));
    }
  }
};

/**
 * The wall time that files hold, `2026-12-01 23:00`; of an instant between two minutes the later one. Of an hour that clocks
 * show twice, a wall time means the first one: an instant of the second gets the wall time after it, so that nobody loses
 * time.
 */
export const wallTimeFor = (instant: Instant, timeZone: string): string => {
  const minuteMs = 60_000;
  const ms = Math.ceil(Date.parse(instant) / minuteMs) * minuteMs;
  const shown = (at: number): string =>
    Temporal.Instant.fromEpochMilliseconds(at)
      .toZonedDateTimeISO(timeZone)
      .toPlainDateTime()
      .toString({ smallestUnit: "minute" })
      .replace("T", " ");
  const text = shown(ms);
  return Date.parse(instantOfWallTime(text, timeZone)) >= ms ? text : shown(ms + 60 * minuteMs);
};

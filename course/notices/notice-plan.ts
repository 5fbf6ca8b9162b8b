import { Temporal } from "temporal-polyfill";
import { deadlineFor } from "../deadlines/deadline.ts";
import { type Instant, toInstant } from "../ids.ts";
import type { Settings } from "../settings.ts";
import type { Extension } from "../student.ts";
import type { Test } from "../test.ts";
import type { Notice } from "./notice.ts";
import { hoursOf, type Lead, type QuietHours, type Reminders } from "./reminder-settings.ts";

/** A course's reminders, in its zone. */
export interface NoticeRules extends Reminders {
  readonly timeZone: Settings["timeZone"];
}

/** A notice and the time at which it goes out. */
export interface PlannedNotice {
  readonly at: Instant;
  readonly notice: Exclude<Notice, { kind: "by-hand" }>;
}

/** A reminder that would come at night comes this long before the night, so that the whole class gets it in time. */
const beforeNightMinutes = 15;

/** Reminders go out at whole multiples of this, so that a day has a bounded number of instants, whatever the deadlines. */
const gridMs = 5 * 60_000;

/**
 * All notices about a test for a student with these extensions, in order. The notice of an opening at night waits for the
 * morning; a reminder comes before the night. There are none at or after the deadline, and no reminders of a test that was
 * not announced yet. Of two reminders at one instant, the one nearer to the deadline stays.
 */
export const plannedNotices = (
  test: Test,
  extensions: readonly Extension[],
  rules: NoticeRules,
): PlannedNotice[] => {
  const deadline = deadlineFor(test, extensions);
  const { subject, testId, title, renamedFrom } = test;
  const about = { subject, testId, title, deadline, ...(renamedFrom && { renamedFrom }) };
  const opensAt = openingOf(test);
  const newsAt = opensAt && afterNight(opensAt, rules);
  const opened: PlannedNotice[] =
    rules.opened && newsAt ? [{ at: newsAt, notice: { kind: "opened", ...about } }] : [];
  const reminders = new Map<Instant, PlannedNotice>();
  for (const lead of rules.before) {
    const at = beforeNight(leadBefore(deadline, lead, rules), rules);
    reminders.set(at, { at, notice: { kind: "before", hours: hoursOf(lead), ...about } });
  }
  // At the instant of the news, the news is enough; where there is none, a reminder is the first that students hear.
  const isAfterNews = ({ at }: PlannedNotice): boolean =>
    rules.opened ? at > (newsAt ?? "") : at >= (opensAt ?? "");
  return [...opened, ...[...reminders.values()].filter(isAfterNews)].filter(({ at }) => at < deadline);
};

/** When the test opened, for its notice; null: it was open from the beginning. */
const openingOf = ({ opens, openSince }: Test): Instant | null => openSince ?? opens;

/** The notices for one student at exactly this instant. */
export const noticesAt = (
  tests: readonly Test[],
  rules: NoticeRules,
  instant: Instant,
): ((extensions: readonly Extension[]) => Notice[]) => {
  const at = (extensions: readonly Extension[]): Notice[] =>
    tests
      .flatMap((test) => plannedNotices(test, extensions, rules))
      .flatMap((planned) => (planned.at === instant ? [planned.notice] : []));
  const ofMost = at([]);
  return (extensions) => (extensions.length === 0 ? ofMost : at(extensions));
};

/** All instants from `from` on and before `until` at which notices go out, in order. */
export class InstantCollector {
  readonly #tests: readonly Test[];
  readonly #rules: NoticeRules;
  readonly #span: Span;
  readonly #instants = new Set<Instant>();

  constructor(tests: readonly Test[], rules: NoticeRules, span: Span) {
    this.#tests = tests;
    this.#rules = rules;
    this.#span = span;
    this.add([]);
  }

  /** Adds the instants of a student with these extensions. */
  add(extensions: readonly Extension[]): void {
    const { from, until } = this.#span;
    for (const test of this.#tests) {
      for (const { at } of plannedNotices(test, extensions, this.#rules)) {
        if (at >= from && at < until) this.#instants.add(at);
      }
    }
  }

  get instants(): Instant[] {
    return [...this.#instants].toSorted();
  }
}

/** A period of time, without `until` itself. */
export interface Span {
  readonly from: Instant;
  readonly until: Instant;
}

/** From an instant until clocks show the same time on the next day. */
export const dayFrom = (from: Instant, timeZone: string): Span => ({
  from,
  until: instantOf(zoned(from, timeZone).add({ days: 1 })),
});

/** The date of an instant in a zone, `2026-11-23`. */
export const dateOf = (instant: Instant, timeZone: string): string =>
  zoned(instant, timeZone).toPlainDate().toString();

const zoned = (instant: Instant, timeZone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone);

const instantOf = (time: Temporal.ZonedDateTime): Instant => toInstant(new Date(time.epochMilliseconds));

const leadBefore = (deadline: Instant, { amount, unit }: Lead, { timeZone }: NoticeRules): Instant => {
  const time = zoned(deadline, timeZone).subtract(unit === "day" ? { days: amount } : { hours: amount });
  return toInstant(new Date(Math.floor(time.epochMilliseconds / gridMs) * gridMs));
};

const minuteOfDay = ({ hour, minute }: Temporal.ZonedDateTime): number => 60 * hour + minute;

const isAcrossMidnight = ({ from, until }: QuietHours): boolean => from > until;

const isQuiet = (time: Temporal.ZonedDateTime, quiet: QuietHours): boolean => {
  const minute = minuteOfDay(time);
  const { from, until } = quiet;
  return isAcrossMidnight(quiet) ? minute >= from || minute < until : minute >= from && minute < until;
};

const clockTime = (minutes: number): Temporal.PlainTime =>
  new Temporal.PlainTime(Math.floor(minutes / 60), minutes % 60);

/** The instant itself, or the end of the quiet hours that it is in. */
export const afterNight = (
  instant: Instant,
  { quiet, timeZone }: Pick<NoticeRules, "quiet" | "timeZone">,
): Instant => {
  const time = zoned(instant, timeZone);
  if (!isQuiet(time, quiet)) return instant;
  const isEvening = isAcrossMidnight(quiet) && minuteOfDay(time) >= quiet.from;
  const morning = isEvening ? time.add({ days: 1 }) : time;
  return instantOf(morning.withPlainTime(clockTime(quiet.until)));
};

/** The instant itself, or shortly before the quiet hours that it is in. */
const beforeNight = (instant: Instant, { quiet, timeZone }: NoticeRules): Instant => {
  const time = zoned(instant, timeZone);
  if (!isQuiet(time, quiet)) return instant;
  const isMorning = isAcrossMidnight(quiet) && minuteOfDay(time) < quiet.from;
  const evening = isMorning ? time.subtract({ days: 1 }) : time;
  return instantOf(evening.withPlainTime(clockTime(quiet.from)).subtract({ minutes: beforeNightMinutes }));
};

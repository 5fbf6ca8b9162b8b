import { counted } from "../../course/counted.ts";
import { firstWeeklyDeadlineAfter, instantOfWallTime } from "../../course/deadlines/deadline.ts";
import { showInstant } from "../../course/deadlines/shown-instant.ts";
import { type Instant, toInstant } from "../../course/ids.ts";
import { unseenIn } from "../../course/invisible.ts";
import { quote } from "../../course/problems.ts";
import { parseWeeklyTime } from "../../course/settings.ts";
import type { Problems } from "./problems.ts";

/** What the course's settings say of time. */
export interface CourseTimes {
  readonly timeZone: string;
  /** The weekly deadline, `Monday 23:00`. */
  readonly weekly: string;
}

/** A wall time as it stands in a file; `text` is undefined when it was left out. */
interface Place {
  readonly file: string;
  readonly line: number;
  readonly text: string | undefined;
}

/** The instant of a wall time; `undefined`, with the problem noted, when it is none. */
export const instantAt = (
  { file, line, text }: Place,
  key: string,
  { timeZone }: CourseTimes,
  problems: Problems,
): Instant | undefined => {
  const unseen = unseenIn(text ?? "");
  if (unseen !== undefined) {
    problems.add(
      file,
      line,
      `${key} holds ${unseen}, which is no plain blank; write it anew: ${quote(text)}`,
    );
    return undefined;
  }
  try {
    return instantOfWallTime(text ?? "", timeZone);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    problems.add(file, line, `${key}: ${error.message}`);
    return undefined;
  }
};

/**
 * When a test opens (null: at once) and ends. A deadline left out is the first weekly one after the test opens, and null
 * when that is left out too: then it depends on when the course is published.
 */
export const testTimes = (
  opens: Place,
  deadline: Place,
  times: CourseTimes,
  problems: Problems,
): { readonly opens: Instant | null; readonly deadline: Instant | null } => {
  const read = (place: Place, key: string) =>
    place.text === undefined ? null : (instantAt(place, key, times, problems) ?? null);
  const opensAt = read(opens, "opens");
  const deadlineAt = read(deadline, "deadline");
  if (opensAt !== null && deadlineAt !== null && deadlineAt <= opensAt) {
    const message = `the deadline ${deadline.text} is not later than the opening ${opens.text}`;
    problems.add(deadline.file, deadline.line, message);
  }
  if (deadlineAt !== null) warnOfMissedRun(deadline, deadlineAt, times, problems);
  if (deadlineAt !== null || deadline.text !== undefined || opensAt === null) {
    return { opens: opensAt, deadline: deadlineAt };
  }
  return { opens: opensAt, deadline: weeklyDeadlineAfter(opensAt, times) };
};

/** A deadline that is later than a weekly run by no more than this is probably meant for that run. */
const nearMissMs = 12 * 3_600_000;

const before = (instant: Instant, ms: number): Instant => toInstant(new Date(Date.parse(instant) - ms));

/** The weekly run that grades what is due at `deadline`: the first that is not before it. */
export const runFor = (deadline: Instant, times: CourseTimes): Instant =>
  weeklyDeadlineAfter(before(deadline, 1), times);

/** Warns of a deadline that misses a weekly run by a little, so that nothing is graded for nearly a week. */
export const warnOfMissedRun = (
  { file, line, text }: Place,
  deadline: Instant,
  times: CourseTimes,
  problems: Problems,
): void => {
  const run = runFor(deadline, times);
  const missed = weeklyDeadlineAfter(before(deadline, nearMissMs), times);
  if (run === deadline || missed >= deadline) return;
  const minutes = Math.round((Date.parse(deadline) - Date.parse(missed)) / 60_000);
  const late = minutes < 120 ? counted(minutes, "minute") : counted(Math.round(minutes / 60), "hour");
  problems.warn(
    file,
    line,
    `${text} is ${late} after the weekly run (${times.weekly}), so it is graded a week later, ${showInstant(run, times.timeZone)}; to have it graded by the earlier run, end it at that run's time, or start one by hand afterwards: bin/trainer grade`,
  );
};

export const weeklyDeadlineAfter = (after: Instant, { weekly, timeZone }: CourseTimes): Instant =>
  firstWeeklyDeadlineAfter(parseWeeklyTime(weekly), after, timeZone);

import * as z from "zod";
import { type Instant, instantSchema, type StudentId, testPath, toInstant } from "../ids.ts";
import { accessTo, isTheirs, upcoming } from "../open-tests.ts";
import { type Addresses, testLink } from "../page-links.ts";
import type { Settings } from "../settings.ts";
import type { Student } from "../student.ts";
import type { Test } from "../test.ts";
import { refsOf } from "../test-names.ts";
import { languageOf, wordsOf } from "../words/words.ts";
import { deadlineFor } from "./deadline.ts";
import { showInstant } from "./shown-instant.ts";

/**
 * `students/<studentId>/_calendar.json`: the secret of the address by which calendar programs read the student's tests. It is
 * good for that alone.
 */
export const calendarSchema = z.object({
  /** null: revoked. */
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  /** When the secret was made, or revoked. */
  madeAt: instantSchema,
});

export type Calendar = z.infer<typeof calendarSchema>;

/** The address that calendar programs read; whoever has it sees the student's deadlines. */
export const calendarAddress = (apiUrl: string, studentId: StudentId, secret: string): string =>
  `${apiUrl}/api/v1/calendar/${studentId}/${secret}`;

/** An event without length: a deadline of the student, or the next opening. */
export interface CalendarEvent {
  /** Stays the same for the same event. */
  readonly id: string;
  readonly at: Instant;
  readonly title: string;
  readonly text: string;
  /** null: there is no page. */
  readonly link: string | null;
  /** A deadline has one, a day before. */
  readonly hasAlarm: boolean;
  readonly changedAt: Instant;
  /** Increases whenever the event may have changed; seconds. */
  readonly sequence: number;
}

export interface CalendarContext {
  readonly course: Pick<Settings, "title" | "timeZone" | "language">;
  readonly pageUrl: Addresses["pageUrl"];
  readonly now: Instant;
  /** When the course or the student was last written. */
  readonly publishedAt: Instant;
}

/** RFC 5545 wants an integer, and programs keep 31 bits: enough until 2088 from here. */
const sequenceBeginsMs = Date.parse("2020-01-01T00:00:00Z");

/**
 * The deadlines of the student's tests, and when tests open next. As everywhere in the API, a test that has not opened is
 * not there; the opening says how many they are, and no more. An event changes when something is published, and when a test
 * opens.
 */
export const calendarEvents = (
  tests: readonly Test[],
  student: Pick<Student, "extensions" | "since">,
  context: CalendarContext,
): CalendarEvent[] => {
  const { now, publishedAt } = context;
  const deadlines = tests
    .filter((test) => accessTo(test, student.extensions, now) !== "not-yet-open")
    .map((test) => ({ test, at: deadlineFor(test, student.extensions) }))
    .filter(({ at }) => isTheirs(student, at))
    .map(({ test, at }) => ({
      ...deadlineEvent(test, at, context),
      ...versionAt(laterOf([publishedAt, test.opens ?? undefined])),
    }));
  const next = upcoming(tests, now);
  const opened = tests.flatMap(({ opens }) => (opens !== null && opens <= now ? [opens] : []));
  const opening = next && { ...openingEvent(next, context), ...versionAt(laterOf([publishedAt, ...opened])) };
  return [...deadlines, ...(opening ? [opening] : [])].toSorted((a, b) => (a.at < b.at ? -1 : 1));
};

type Unversioned = Omit<CalendarEvent, "changedAt" | "sequence">;

/** A renamed test's event stays the same: it goes by the name that the test had first. */
const deadlineEvent = (test: Test, at: Instant, { course, pageUrl }: CalendarContext): Unversioned => {
  const { calendar: words } = wordsOf(course);
  const opened = test.opens === null ? [] : [words.opened(shown(test.opens, course))];
  return {
    id: testPath(refsOf(test).at(-1) ?? test),
    at,
    title: words.due(test.title, test.subject),
    text: [words.until(shown(at, course)), ...opened, course.title].join("\n"),
    link: pageUrl && testLink(pageUrl, test),
    hasAlarm: true,
  };
};

const openingEvent = (
  { opens, tests }: { readonly opens: Instant; readonly tests: number },
  { course, pageUrl }: CalendarContext,
): Unversioned => ({
  id: opens,
  at: opens,
  title: wordsOf(course).calendar.opens(tests),
  text: [shown(opens, course), course.title].join("\n"),
  link: pageUrl && `${pageUrl}/`,
  hasAlarm: false,
});

const versionAt = (changedAt: Instant): Pick<CalendarEvent, "changedAt" | "sequence"> => ({
  changedAt,
  sequence: Math.max(0, Math.floor((Date.parse(changedAt) - sequenceBeginsMs) / 1000)),
});

const shown = (instant: Instant, course: CalendarContext["course"]): string =>
  showInstant(instant, course.timeZone, languageOf(course));

/** The latest of these times. */
export const laterOf = (times: readonly (Instant | undefined)[]): Instant =>
  times
    .filter((time) => time !== undefined)
    .toSorted()
    .at(-1) ?? toInstant(new Date(sequenceBeginsMs));

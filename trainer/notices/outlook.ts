import { counted } from "../../course/counted.ts";
import { showInstant } from "../../course/deadlines/shown-instant.ts";
import { type Instant, testPath } from "../../course/ids.ts";
import { dayFrom, type NoticeRules, plannedNotices } from "../../course/notices/notice-plan.ts";
import { remindersOf } from "../../course/notices/reminder-settings.ts";
import { settingsSchema } from "../../course/settings.ts";
import type { Student } from "../../course/student.ts";
import type { Test } from "../../course/test.ts";
import { jsonOrUndefined } from "../../course/unknown-value.ts";
import type { Course } from "../course-folder/course.ts";
import { weeklyDeadlineAfter } from "../course-folder/wall-time.ts";
import { indexEntry, type Plan } from "../publish/plan.ts";
import type { Published } from "../publish/published.ts";
import { openSinceOf } from "./open-since.ts";

/** A mail of the next 24 hours to students. A reminder goes only to those of `students` who have not submitted by then. */
export interface ComingNotice {
  readonly at: Instant;
  readonly kind: "opened" | "before";
  /** Of a reminder: how long before the deadline. */
  readonly hours?: number;
  /** `<subject>/<testId>`. */
  readonly test: string;
  /** How many on the list may get it. */
  readonly students: number;
}

interface Basis {
  readonly tests: readonly Test[];
  readonly students: readonly Pick<Student, "extensions">[];
  readonly rules: NoticeRules | null;
}

const keyOf = ({ at, kind, hours, test }: Omit<ComingNotice, "students">): string =>
  [at, kind, hours, test].join(" ");

/** What is to be told from `now` on for a day, in order. */
const coming = ({ tests, students, rules }: Basis, now: Instant): ComingNotice[] => {
  if (rules === null) return [];
  const { until } = dayFrom(now, rules.timeZone);
  const found = new Map<string, ComingNotice>();
  const add = (extensions: Student["extensions"], count: number): void => {
    for (const { at, notice } of tests.flatMap((test) => plannedNotices(test, extensions, rules))) {
      if (at < now || at >= until) continue;
      const { kind } = notice;
      const said = { at, kind, ...(kind === "before" && { hours: notice.hours }), test: testPath(notice) };
      const known = found.get(keyOf(said))?.students ?? 0;
      found.set(keyOf(said), { ...said, students: known + count });
    }
  };
  const withMoreTime = students.filter(({ extensions }) => extensions.length > 0);
  add([], students.length - withMoreTime.length);
  for (const { extensions } of withMoreTime) add(extensions, 1);
  return [...found.values()]
    .filter((notice) => notice.students > 0)
    .toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
};

const rulesOf = (settings: Pick<Course["settings"], "reminders" | "timeZone">): NoticeRules | null => {
  const reminders = remindersOf(settings);
  return reminders && { ...reminders, timeZone: settings.timeZone };
};

/** The index of tests as this publishing writes it, a deadline from the moment of publishing to the second. */
const testsToBe = ({ settings }: Course, { tests }: Plan, published: Published, now: Instant): Test[] =>
  tests.map((planned) => {
    const times = { timeZone: settings.timeZone, weekly: settings.deadline };
    const deadline = planned.deadline ?? weeklyDeadlineAfter(now, times);
    const openSince = openSinceOf(planned, published, now);
    return indexEntry(planned.test, deadline, openSince === undefined ? {} : { openSince });
  });

const publishedBasis = ({ settings, tests, students }: Published): Basis => {
  const known = settingsSchema.safeParse(jsonOrUndefined(settings)).data;
  return {
    tests: [...tests.values()].map(({ test }) => test),
    students: [...students.values()],
    rules: known ? rulesOf(known) : null,
  };
};

/** The mails of the next 24 hours that a publishing adds, which the execution of this morning does not know. */
export const addedNotices = (
  course: Course,
  plan: Plan,
  published: Published,
  now: Instant,
): ComingNotice[] => {
  const students = plan.students.map(({ student }) => student);
  const basis = { tests: testsToBe(course, plan, published, now), students, rules: rulesOf(course.settings) };
  const known = new Set(coming(publishedBasis(published), now).map(keyOf));
  return coming(basis, now).filter((notice) => !known.has(keyOf(notice)));
};

/** For people: a line for each instant and kind. */
export const noticeLines = (notices: readonly ComingNotice[], timeZone: string, now: Instant): string[] => {
  const groups = Object.groupBy(notices, ({ at, kind, hours }) => [at, kind, hours].join(" "));
  return Object.values(groups).flatMap((group = []) => {
    const [first] = group;
    if (!first) return [];
    const when = first.at <= now ? "now" : showInstant(first.at, timeZone);
    const tests = group.map(({ test }) => test).join(", ");
    const students = counted(Math.max(...group.map((notice) => notice.students)), "student");
    return first.kind === "opened"
      ? [`  ${when}: ${tests} ${group.length === 1 ? "is" : "are"} open, to ${students}`]
      : [`  ${when}: reminder of ${tests}, to those of ${students} who have not sent in answers`];
  });
};

import { deadlineFor } from "../../course/deadlines/deadline.ts";
import { showInstant } from "../../course/deadlines/shown-instant.ts";
import { releaseOf } from "../../course/grading/release.ts";
import { type Instant, testPath } from "../../course/ids.ts";
import { cutoffOf } from "../../course/run/due.ts";
import type { Extension } from "../../course/student.ts";
import { goesBy } from "../../course/test-names.ts";
import type { Course } from "../course-folder/course.ts";
import type { Problem } from "../course-folder/problems.ts";
import { weeklyDeadlineAfter } from "../course-folder/wall-time.ts";
import { some } from "./names.ts";
import type { Plan, PlannedTest } from "./plan.ts";
import type { PublishFacts } from "./publish-facts.ts";
import type { Published } from "./published.ts";

/** Faults in the later deadlines of single students that are only seen beside the published deadlines. */
export const extensionWarnings = (
  course: Course,
  published: Published,
  plan: Plan,
  facts: PublishFacts,
): Problem[] =>
  plan.tests
    .flatMap((planned) => [
      ...lostExtensions(planned, published, plan, facts),
      ...uselessExtensions(planned, course, facts),
      ...lateExtensions(planned, course, published, facts),
    ])
    .map((message) => ({ file: "extensions.csv", line: 1, message }));

/** Names students whose own later deadline is taken away, and whose new one has passed, before a run graded them. */
const lostExtensions = (
  { test, before: publishedTest, deadline }: PlannedTest,
  published: Published,
  { students }: Plan,
  { now, gradedThrough }: PublishFacts,
): string[] => {
  const before = publishedTest?.test;
  if (!before) return [];
  const cutoff = cutoffOf(test, gradedThrough);
  const after = { ...test, deadline: deadline ?? before.deadline };
  const isLost = (old: readonly Extension[], present: readonly Extension[]): boolean => {
    const line = ownDeadline(test, old);
    if (line === null || line <= (ownDeadline(test, present) ?? "")) return false;
    const [was, is] = [deadlineFor(before, old), deadlineFor(after, present)];
    return is < was && is <= now && (cutoff === undefined || was > cutoff);
  };
  const lost = students.flatMap(({ change, student }) => {
    const old = change === "changed" ? published.students.get(student.studentId) : undefined;
    return old && isLost(old.extensions, student.extensions) ? [student.studentId] : [];
  });
  if (lost.length === 0) return [];
  const path = testPath(test);
  return [
    `${path}: the later deadline of ${some(lost)} is removed before a run has graded what was sent in by it, so that work would never be graded; put the line back into extensions.csv, publish, and leave it there until \`bin/trainer grade\` has run, or \`bin/trainer grade --again ${path}\` where the test was graded in between.`,
  ];
};

/** Whoever has read the right answers may tell them to a student who gets more time only then. */
const lateExtensions = (
  { test, before: publishedTest, deadline }: PlannedTest,
  { settings, students }: Course,
  published: Published,
  { now, gradedThrough }: PublishFacts,
): string[] => {
  const before = publishedTest?.test;
  const cutoff = cutoffOf(test, gradedThrough);
  if (!before || cutoff === undefined || before.deadline > cutoff) return [];
  if (releaseOf(settings, before, now).answers !== "now") return [];
  const after = { ...test, deadline: deadline ?? before.deadline };
  const who = students.flatMap(({ studentId, extensions }) => {
    const old = published.students.get(studentId)?.extensions ?? [];
    const until = deadlineFor(after, extensions);
    return until > now && deadlineFor(before, old) < until ? [studentId] : [];
  });
  if (who.length === 0) return [];
  return [
    `${testPath(test)}: ${some(who)} ${who.length === 1 ? "gets" : "get"} more time although the right answers are released, and nothing hides them from whoever has read them; a test of its own with other questions is safe.`,
  ];
};

const ownDeadline = (test: PlannedTest["test"], extensions: readonly Extension[]): Instant | null =>
  extensions.find((extension) => goesBy(test, extension))?.deadline ?? null;

/** When the test's file states the deadline, reading the folder has already given this warning, with its line. */
const uselessExtensions = (
  { test, deadline }: PlannedTest,
  { settings, students }: Course,
  { now }: PublishFacts,
): string[] => {
  if (test.deadline !== null) return [];
  const { timeZone, deadline: weekly } = settings;
  const own = deadline ?? weeklyDeadlineAfter(now, { timeZone, weekly });
  const who = students.flatMap(({ studentId, extensions }) => {
    const until = ownDeadline(test, extensions);
    return until !== null && until <= own ? [studentId] : [];
  });
  if (who.length === 0) return [];
  return [
    `${testPath(test)}: ${who.length === 1 ? "the line" : "the lines"} of ${some(who)} in extensions.csv ${who.length === 1 ? "changes" : "change"} nothing, as the test itself is open until ${showInstant(own, timeZone)}; write a later time, or take ${who.length === 1 ? "the line" : "the lines"} out.`,
  ];
};

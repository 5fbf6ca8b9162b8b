import type { OpenTest } from "./answers.ts";
import { deadlineFor, isInTime } from "./deadline.ts";
import { type Instant, type Subject, type TestId, testPath } from "./ids.ts";
import type { Extension } from "./student.ts";
import type { Test } from "./test.ts";

/** Whether a student can take a test at `now`. A test that is not yet open is not there at all. */
export const accessTo = (
  test: Test,
  extensions: readonly Extension[],
  now: Instant,
): "not-yet-open" | "open" | "closed" => {
  if (test.opens !== null && now < test.opens) return "not-yet-open";
  return isInTime(now, deadlineFor(test, extensions)) ? "open" : "closed";
};

/**
 * Every test open to a student at `now`, in deadline order.
 *
 * @param attempts how often the student submitted each test, by `testPath`.
 */
export const openTests = (
  tests: readonly Test[],
  extensions: readonly Extension[],
  attempts: ReadonlyMap<string, number>,
  now: Instant,
): OpenTest[] =>
  tests
    .filter((test) => accessTo(test, extensions, now) === "open")
    .map((test) => {
      const attemptsUsed = attempts.get(testPath(test)) ?? 0;
      return {
        subject: test.subject,
        testId: test.testId,
        title: test.title,
        opens: test.opens,
        deadline: deadlineFor(test, extensions),
        submitted: attemptsUsed > 0,
        attemptsUsed,
        attemptsAllowed: test.attemptsAllowed,
      };
    })
    .toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));

const orderOf = (test: OpenTest): string => `${test.deadline} ${testPath(test)}`;

/** Subjects with their tests that were not submitted yet, both in deadline order. */
export const notSubmittedBySubject = (
  open: readonly OpenTest[],
): { readonly subject: Subject; readonly testIds: TestId[] }[] => {
  const testIdsOf = new Map<Subject, TestId[]>();
  for (const { subject, testId, submitted } of open) {
    if (!submitted) testIdsOf.set(subject, [...(testIdsOf.get(subject) ?? []), testId]);
  }
  return [...testIdsOf].map(([subject, testIds]) => ({ subject, testIds }));
};

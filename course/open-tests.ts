import type { ClosedTest, OpenTest } from "./api/answers.ts";
import { type Attempt, countingAttempt } from "./attempts.ts";
import { deadlineFor, isInTime } from "./deadlines/deadline.ts";
import { namedRule } from "./grading/attempt-rule.ts";
import { type Instant, type Subject, type TestId, testPath } from "./ids.ts";
import type { Extension, Student } from "./student.ts";
import type { Test } from "./test.ts";
import { underItsNames } from "./test-names.ts";

/** Whether a student can take a test at `now`. A test that has not opened is treated as missing. */
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
 * @param attempts how often the student submitted each test, by `testPath`; under its earlier names too.
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
      const attemptsUsed = underItsNames(test, attempts).reduce((sum, count) => sum + count, 0);
      return {
        subject: test.subject,
        testId: test.testId,
        title: test.title,
        opens: test.opens,
        deadline: deadlineFor(test, extensions),
        submitted: attemptsUsed > 0,
        attemptsUsed,
        attemptsAllowed: test.attemptsAllowed,
        ...namedRule(test.counts),
        ...(test.language && { language: test.language }),
        ...(test.renamedFrom && { renamedFrom: test.renamedFrom }),
      };
    })
    .toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));

/** Whether a test is a student's: one whose deadline had passed before the student came is not. */
export const isTheirs = ({ since }: Pick<Student, "since">, deadline: Instant): boolean =>
  since === undefined || deadline > since;

/** Whether a test is a student's, and its deadline has passed for them at `now`. */
export const isClosedTo = (
  test: Test,
  { extensions, since }: Pick<Student, "extensions" | "since">,
  now: Instant,
): boolean =>
  accessTo(test, extensions, now) === "closed" && isTheirs({ since }, deadlineFor(test, extensions));

/** The tests that are closed to a student at `now`, the latest deadline first. */
export const closedTests = (
  tests: readonly Test[],
  student: Pick<Student, "extensions" | "since">,
  attempts: readonly Attempt[],
  now: Instant,
): ClosedTest[] =>
  tests
    .filter((test) => isClosedTo(test, student, now))
    .map((test) => {
      const { subject, testId, title, language } = test;
      const deadline = deadlineFor(test, student.extensions);
      const counting = countingAttempt(attempts, { ...test, deadline });
      const receivedAt = counting?.receivedAt ?? null;
      return { subject, testId, title, ...(language && { language }), deadline, receivedAt };
    })
    .toSorted((a, b) => (orderOf(a) > orderOf(b) ? -1 : 1));

/** When tests open next, and how many then; null: none is planned. It does not say which tests. */
export const upcoming = (
  tests: readonly Test[],
  now: Instant,
): { readonly opens: Instant; readonly tests: number } | null => {
  const later = tests.flatMap(({ opens }) => (opens !== null && opens > now ? [opens] : [])).toSorted();
  const [opens] = later;
  return opens === undefined ? null : { opens, tests: later.filter((other) => other === opens).length };
};

const orderOf = (test: OpenTest | ClosedTest): string => `${test.deadline} ${testPath(test)}`;

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

import { deadlineFor } from "../deadlines/deadline.ts";
import { namedRule } from "../grading/attempt-rule.ts";
import { type Instant, type TestRef, testPath } from "../ids.ts";
import { isTheirs } from "../open-tests.ts";
import type { Extension, Student } from "../student.ts";
import type { Test } from "../test.ts";
import { type NamedTest, underItsNames } from "../test-names.ts";
import type { DueTest } from "./run.ts";
import type { GradedThrough } from "./run-record.ts";

/** By `testPath`. */
export type Cutoffs = ReadonlyMap<string, Instant>;

export const cutoffsByPath = (gradedThrough: GradedThrough): Cutoffs =>
  new Map(gradedThrough.map((entry) => [testPath(entry), entry.cutoff]));

/** The cutoff of the last closed run that graded the test under any of its names; undefined: none did. */
export const cutoffOf = (test: NamedTest, cutoffs: Cutoffs): Instant | undefined =>
  underItsNames(test, cutoffs).toSorted().at(-1);

/** The data of a student that decides which tests are due. */
type Joined = Pick<Student, "extensions" | "since">;

/**
 * Decides which tests are due at `moment`: the student's deadline has passed, and it was later than the cutoff of the
 * last run that graded the test. So a personal extension falls due in a later run, once.
 */
export const dueRule = (
  tests: readonly Test[],
  gradedThrough: GradedThrough,
  moment: Instant,
): ((student: Joined) => DueTest[]) => {
  const isDue = isDueAt(gradedThrough, moment);
  return (student) =>
    ownTests(tests, student.extensions).filter((test) => isDue(test) && isTheirs(student, test.deadline));
};

/** Decides which tests are due at `moment` for others, but later for a student who has more time. */
export const extendedRule = (
  tests: readonly Test[],
  gradedThrough: GradedThrough,
  moment: Instant,
): ((student: Joined) => DueTest[]) => {
  const dueForOthers = tests.filter(isDueAt(gradedThrough, moment));
  return ({ extensions }) => ownTests(dueForOthers, extensions).filter(({ deadline }) => deadline > moment);
};

const isDueAt = (gradedThrough: GradedThrough, moment: Instant) => {
  const cutoffs = cutoffsByPath(gradedThrough);
  return (test: NamedTest & { readonly deadline: Instant }): boolean => {
    const cutoff = cutoffOf(test, cutoffs);
    return test.deadline <= moment && (cutoff === undefined || test.deadline > cutoff);
  };
};

/** The tests with the deadlines of a student who has these extensions. */
const ownTests = (tests: readonly Test[], extensions: readonly Extension[]): DueTest[] =>
  tests.map((test) => ({
    subject: test.subject,
    testId: test.testId,
    title: test.title,
    deadline: deadlineFor(test, extensions),
    ...namedRule(test.counts),
    ...(test.lastDeadline && { lastDeadline: test.lastDeadline }),
    ...(test.renamedFrom && { renamedFrom: test.renamedFrom }),
  }));

/** `gradedThrough` after a run with this cutoff graded `graded`. A cutoff never moves back. */
export const advanceGradedThrough = (
  gradedThrough: GradedThrough,
  graded: readonly TestRef[],
  cutoff: Instant,
): GradedThrough => {
  const byPath = new Map(gradedThrough.map((entry) => [testPath(entry), entry]));
  for (const { subject, testId } of graded) {
    const known = byPath.get(testPath({ subject, testId }));
    if (known === undefined || known.cutoff < cutoff) {
      byPath.set(testPath({ subject, testId }), { subject, testId, cutoff });
    }
  }
  return [...byPath.values()];
};

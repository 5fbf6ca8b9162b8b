import type { Instant, StudentId } from "../../course/ids.ts";
import { testPath } from "../../course/ids.ts";
import { refsOf } from "../../course/test-names.ts";
import type { Plan, PlannedTest } from "./plan.ts";
import type { Published, PublishedTest } from "./published.ts";

/** The submissions that a publishing may affect: only these are looked up. */
export interface Concern {
  /** `<subject>/<testId>`, as the submissions' keys have it. */
  readonly tests: ReadonlySet<string>;
  /** All that they handed in. */
  readonly students: readonly StudentId[];
}

/**
 * Finds the submissions that a publishing may affect: those of tests that are removed, or change after they have opened,
 * and those of students who are removed or lose a later deadline.
 */
export const concernOf = (plan: Plan, published: Published, now: Instant): Concern => ({
  tests: new Set([
    ...plan.droppedNames.map(({ ref }) => testPath(ref)),
    ...plan.tests
      .filter((planned) => isTouched(planned, now))
      .flatMap(({ test }) => refsOf(test).map(testPath)),
  ]),
  students: [...plan.removedStudents, ...extensionsCut(plan, published)],
});

const isTouched = (planned: PlannedTest, now: Instant): boolean => {
  const { before } = planned;
  return before !== undefined && hasOpened(before, now) && isHarsher(planned, before);
};

export const hasOpened = ({ test }: PublishedTest, now: Instant): boolean =>
  test.opens === null || test.opens <= now;

/** Other questions, fewer attempts or another rule for them, less time. */
const isHarsher = ({ test, deadline, questions }: PlannedTest, before: PublishedTest): boolean =>
  (before.questions !== null && before.questions !== questions) ||
  (test.counts ?? "latest") !== (before.test.counts ?? "latest") ||
  (test.attemptsAllowed !== null && test.attemptsAllowed < (before.test.attemptsAllowed ?? Infinity)) ||
  (deadline !== null && deadline < before.test.deadline);

/** Students with a later deadline that another publishing gave them, and that this one takes away or makes earlier. */
const extensionsCut = ({ students }: Plan, published: Published): StudentId[] =>
  students.flatMap(({ change, student }) => {
    const old = change === "changed" ? published.students.get(student.studentId)?.extensions : undefined;
    const isCut = old?.some(
      (extension) =>
        !student.extensions.some(
          (present) => testPath(present) === testPath(extension) && present.deadline >= extension.deadline,
        ),
    );
    return isCut ? [student.studentId] : [];
  });

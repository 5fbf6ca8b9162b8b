import { isDeepStrictEqual } from "node:util";
import {
  type LatestExtensions,
  lastDeadlineOf,
  latestExtensions,
} from "../../course/deadlines/last-deadline.ts";
import { namedRule } from "../../course/grading/attempt-rule.ts";
import { type Instant, type StudentId, testPath } from "../../course/ids.ts";
import { withoutFixed } from "../../course/questions/without-fixed.ts";
import type { Student } from "../../course/student.ts";
import type { Test } from "../../course/test.ts";
import { refsOf } from "../../course/test-names.ts";
import type { Course, CourseTest } from "../course-folder/course.ts";
import type { Joined } from "./joined.ts";
import type { Published, PublishedTest } from "./published.ts";
import { type DroppedName, droppedNames, publishedBefore } from "./renames.ts";

type Change = "added" | "changed" | "unchanged";

/** What publishing a course does to what is published. */
export interface Plan {
  readonly settings: { readonly change: Change; readonly text: string };
  readonly tests: readonly PlannedTest[];
  /** `<subject>/<testId>`. Their questions and keys stay where they are: submissions and grades refer to them. */
  readonly removedTests: readonly string[];
  /** What is stored under them counts for no test any more. */
  readonly droppedNames: readonly DroppedName[];
  readonly students: readonly PlannedStudent[];
  readonly removedStudents: readonly StudentId[];
  readonly latestExtensions: LatestExtensions;
  /** What is handed in for a new test will be on its list. */
  readonly hasTestLists: boolean;
  /** Somebody has, or has no longer, more time than the index of tests says. */
  readonly haveLastDeadlinesMoved: boolean;
  /** The list in another order is another gradebook, though no student changed. */
  readonly isRosterReordered: boolean;
  /**
   * Profiles to compare although nothing changed in them: an interrupted publishing may have left them wrong. null: none
   * was interrupted.
   */
  readonly doubtful: DoubtfulProfiles | null;
}

export interface DoubtfulProfiles {
  readonly listed: readonly Student[];
  readonly unlisted: readonly StudentId[];
}

export interface PlannedTest {
  readonly change: Change;
  readonly test: CourseTest;
  /** As it is published, maybe under an earlier name. */
  readonly before: PublishedTest | undefined;
  /** null: the first weekly deadline after the moment of publishing. */
  readonly deadline: Instant | null;
  /** Texts of the two objects. */
  readonly questions: string;
  readonly answerKey: string;
}

export interface PlannedStudent {
  readonly change: Change;
  readonly student: Student;
}

/**
 * Compares a course with what is published.
 *
 * @param joined when each new student came; students who were on the list before keep their time.
 */
export const planPublish = (
  course: Course,
  published: Published,
  joined: Joined = new Map(),
  { hasTestLists }: Pick<Plan, "hasTestLists"> = { hasTestLists: false },
): Plan => {
  const students = course.students.map((student): Student => {
    const known = published.students.get(student.studentId);
    const since = known ? known.since : joined.get(student.studentId);
    return since === undefined ? student : { ...student, since };
  });
  const settings = JSON.stringify(course.settings);
  const paths = new Set(course.tests.flatMap(refsOf).map(testPath));
  const ids = students.map(({ studentId }) => studentId);
  const idSet = new Set(ids);
  const publishedIds = [...published.students.keys()];
  const tests = course.tests.map((test) => planTest(test, publishedBefore(test, published)));
  const latest = latestExtensions(course.students);
  return {
    settings: { change: changeOf(published.settings, settings), text: settings },
    tests,
    latestExtensions: latest,
    hasTestLists,
    haveLastDeadlinesMoved: tests.some(
      ({ test, deadline, before }) =>
        deadline !== null && lastDeadlineOf({ ...test, deadline }, latest) !== before?.test.lastDeadline,
    ),
    removedTests: [...published.tests.keys()].filter((path) => !paths.has(path)).toSorted(),
    droppedNames: droppedNames(course.tests, published),
    students: students.map((student) => ({
      student,
      change: changeOf(published.students.get(student.studentId) ?? null, student),
    })),
    removedStudents: publishedIds.filter((id) => !idSet.has(id)),
    isRosterReordered: !isDeepStrictEqual(
      ids.filter((id) => published.students.has(id)),
      publishedIds.filter((id) => idSet.has(id)),
    ),
    doubtful: published.profiles && {
      listed: students.filter((s) => isDeepStrictEqual(published.students.get(s.studentId), s)),
      unlisted: published.profiles.filter((id) => !idSet.has(id) && !published.students.has(id)),
    },
  };
};

/** What publishing finds out about a test, and keeps. */
type Known = Pick<Test, "lastDeadline" | "openSince" | "isListed">;

/** The test's entry in the index of tests. */
export const indexEntry = (
  test: CourseTest,
  deadline: Instant,
  { lastDeadline, openSince, isListed }: Known,
): Test => ({
  subject: test.subject,
  testId: test.testId,
  title: test.title,
  opens: test.opens,
  deadline,
  ...(lastDeadline && { lastDeadline }),
  ...(openSince && { openSince }),
  ...(isListed && { isListed }),
  attemptsAllowed: test.attemptsAllowed,
  ...namedRule(test.counts),
  ...(test.shuffle && { shuffle: test.shuffle }),
  ...(test.language && { language: test.language }),
  ...(test.renamedFrom && { renamedFrom: [...test.renamedFrom] }),
});

export const isUnchanged = (plan: Plan): boolean =>
  plan.settings.change === "unchanged" &&
  plan.removedTests.length === 0 &&
  plan.removedStudents.length === 0 &&
  !plan.isRosterReordered &&
  !plan.haveLastDeadlinesMoved &&
  plan.doubtful === null &&
  [...plan.tests, ...plan.students].every(({ change }) => change === "unchanged");

/** A deadline that came from the moment of publishing stays what it was: students have read it. */
const planTest = (test: CourseTest, published: PublishedTest | undefined): PlannedTest => {
  const deadline = test.deadline ?? published?.test.deadline ?? null;
  // The mark means something only where answers are shuffled; then the student's paper takes it out.
  const shufflesAnswers = test.shuffle?.includes("answers") ?? false;
  const questions = JSON.stringify(test.questions, shufflesAnswers ? undefined : withoutFixed);
  const answerKey = JSON.stringify(test.answerKey);
  // More time for somebody is no change of the test, nor is that time passes since it was opened.
  const { lastDeadline, openSince, isListed } = published?.test ?? {};
  const now = deadline && {
    test: indexEntry(test, deadline, { lastDeadline, openSince, isListed }),
    questions,
    answerKey,
  };
  return {
    change: changeOf(published ?? null, now),
    test,
    before: published,
    deadline,
    questions,
    answerKey,
  };
};

const changeOf = (before: unknown, after: unknown): Change => {
  if (before === null) return "added";
  return isDeepStrictEqual(before, after) ? "unchanged" : "changed";
};

import { type Attempt, countingAttempt } from "../../course/attempts.ts";
import { deadlineFor } from "../../course/deadline.ts";
import type { Instant, StudentId } from "../../course/ids.ts";
import { accessTo, isTheirs } from "../../course/open-tests.ts";
import type { Student } from "../../course/student.ts";
import type { Test } from "../../course/test.ts";
import { goesBy } from "../../course/test-names.ts";

/** What one student has done about one test. */
export interface StudentTestStatus {
  readonly studentId: StudentId;
  readonly name: string;
  /** The student's own. */
  readonly deadline: Instant;
  /** When the submission that counts was received; null: none in time. */
  readonly submittedAt: Instant | null;
  /** All that were received. */
  readonly attempts: number;
}

export interface TestStatus extends Test {
  readonly state: "not-yet-open" | "open" | "closed";
  readonly submitted: number;
  readonly missing: number;
  /** In the roster's order, without those who came on the list after it had closed. */
  readonly students: readonly StudentTestStatus[];
}

/** Who has submitted what at `now`. */
export interface CourseStatus {
  readonly now: Instant;
  readonly tests: readonly TestStatus[];
}

export type AttemptsByStudent = ReadonlyMap<StudentId, readonly Attempt[]>;

export const courseStatus = (
  tests: readonly Test[],
  students: readonly Student[],
  attempts: AttemptsByStudent,
  now: Instant,
): CourseStatus => ({ now, tests: tests.map((test) => testStatus(test, students, attempts, now)) });

const testStatus = (
  test: Test,
  students: readonly Student[],
  attempts: AttemptsByStudent,
  now: Instant,
): TestStatus => {
  const statuses = students
    .filter((student) => isTheirs(student, deadlineFor(test, student.extensions)))
    .map((student) => studentStatus(test, student, attempts));
  const submitted = statuses.filter(({ submittedAt }) => submittedAt !== null).length;
  return {
    ...test,
    state: accessTo(test, [], now),
    submitted,
    missing: statuses.length - submitted,
    students: statuses,
  };
};

const studentStatus = (test: Test, student: Student, attempts: AttemptsByStudent): StudentTestStatus => {
  const { studentId, name, extensions } = student;
  const deadline = deadlineFor(test, extensions);
  const own = (attempts.get(studentId) ?? []).filter((attempt) => goesBy(test, attempt));
  const counting = countingAttempt(own, { ...test, deadline });
  return { studentId, name, deadline, submittedAt: counting?.receivedAt ?? null, attempts: own.length };
};

import { type Attempt, countingAttempt } from "../../course/attempts.ts";
import { deadlineFor } from "../../course/deadlines/deadline.ts";
import type { Override } from "../../course/gradebook/override.ts";
import { type Instant, type StudentId, testPath } from "../../course/ids.ts";
import { accessTo, isTheirs } from "../../course/open-tests.ts";
import type { Student } from "../../course/student.ts";
import type { Test } from "../../course/test.ts";
import { goesBy, underItsNames } from "../../course/test-names.ts";
import type { AttemptsByStudent, OverridesByStudent } from "./read-handed-in.ts";

/**
 * How a student stands in a test. `missing`: nothing was submitted yet, and there is time left. `missed`: the student's deadline
 * has passed without a submission. `excused`, `by-hand`: nothing was submitted, and the trainer has set that or a score.
 */
export type StudentState = "submitted" | "missing" | "missed" | "excused" | "by-hand" | "not-yet-open";

/** What one student has done about one test. */
export interface StudentTestStatus {
  readonly studentId: StudentId;
  readonly name: string;
  readonly state: StudentState;
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
  /** Without a submission: `missing` or `missed`. */
  readonly missing: number;
  /** Of these, those whose deadline has passed. */
  readonly missed: number;
  readonly excused: number;
  readonly byHand: number;
  /** Of those without a submission, how many are only not on the test's list, where the list may lack some (doubts.ts). */
  readonly unchecked: number;
  /** In the roster's order, without those who came on the list after it had closed. */
  readonly students: readonly StudentTestStatus[];
}

/** Who has submitted what at `now`. */
export interface CourseStatus {
  readonly now: Instant;
  readonly tests: readonly TestStatus[];
}

/** What is stored about these students and tests. */
export interface Found {
  readonly attempts: AttemptsByStudent;
  /** At least of those who have submitted nothing. */
  readonly overrides: OverridesByStudent;
  /** By `testPath`; left out: nobody. */
  readonly unchecked?: ReadonlyMap<string, number>;
}

export const courseStatus = (
  tests: readonly Test[],
  students: readonly Student[],
  found: Found,
  now: Instant,
): CourseStatus => ({ now, tests: tests.map((test) => testStatus(test, students, found, now)) });

const testStatus = (test: Test, students: readonly Student[], found: Found, now: Instant): TestStatus => {
  const statuses = students
    .filter((student) => isTheirs(student, deadlineFor(test, student.extensions)))
    .map((student) => studentStatus(test, student, found, now));
  const count = (...states: readonly StudentState[]): number =>
    statuses.filter(({ state }) => states.includes(state)).length;
  return {
    ...test,
    state: accessTo(test, [], now),
    submitted: count("submitted"),
    missing: count("missing", "missed"),
    missed: count("missed"),
    excused: count("excused"),
    byHand: count("by-hand"),
    unchecked: found.unchecked?.get(testPath(test)) ?? 0,
    students: statuses,
  };
};

const studentStatus = (test: Test, student: Student, found: Found, now: Instant): StudentTestStatus => {
  const { studentId, name, extensions } = student;
  const deadline = deadlineFor(test, extensions);
  const own = (found.attempts.get(studentId) ?? []).filter((attempt) => goesBy(test, attempt));
  const counting = countingAttempt(own, { ...test, deadline });
  const [override] = underItsNames(test, found.overrides.get(studentId) ?? new Map());
  const state = stateOf({ test, student, counting, override, now });
  return {
    studentId,
    name,
    state,
    deadline,
    submittedAt: counting?.receivedAt ?? null,
    attempts: own.length,
  };
};

interface Standing {
  readonly test: Test;
  readonly student: Student;
  readonly counting: Attempt | null;
  readonly override: Override | undefined;
  readonly now: Instant;
}

const stateOf = ({ test, student, counting, override, now }: Standing): StudentState => {
  if (counting !== null) return "submitted";
  if (override !== undefined) return override.value.kind === "excused" ? "excused" : "by-hand";
  const access = accessTo(test, student.extensions, now);
  if (access === "not-yet-open") return access;
  return access === "open" ? "missing" : "missed";
};

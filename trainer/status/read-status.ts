import type { S3Client } from "@aws-sdk/client-s3";
import { readTests } from "../../adapters/course-reader.ts";
import { findJson, readJsonLines } from "../../adapters/storage/json-store.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import { deadlineFor } from "../../course/deadlines/deadline.ts";
import { type Instant, type StudentId, testPath } from "../../course/ids.ts";
import { accessTo } from "../../course/open-tests.ts";
import { cutoffOf, cutoffsByPath } from "../../course/run/due.ts";
import { type GradedThrough, gradedThroughSchema } from "../../course/run/run-record.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { type Student, studentSchema } from "../../course/student.ts";
import type { Test } from "../../course/test.ts";
import { type CourseStatus, courseStatus } from "./course-status.ts";
import { doubtsIn, resolved } from "./doubts.ts";
import { findOverrides, readHandedIn, readOverrides, type StudentsLookup } from "./read-handed-in.ts";

export interface StatusSource {
  readonly client: S3Client;
  readonly bucket: string;
  readonly store: ObjectStore;
  readonly now: Instant;
}

export interface StatusWanted {
  /** Which tests of those that the course has; left out: those that a run has still to grade for somebody. */
  readonly isWanted?: (test: Test) => boolean;
  /** Called with how many students have been read, of how many. */
  readonly onStudents?: (done: number, total: number) => void;
}

/** Who has submitted what, in deadline order. Only tests that have opened are asked about. */
export const readStatus = async (
  { client, bucket, store, now }: StatusSource,
  { isWanted, onStudents = () => undefined }: StatusWanted = {},
): Promise<CourseStatus> => {
  const [all, graded, students] = await Promise.all([
    readTests(store),
    findJson(store, keys.gradedThrough, gradedThroughSchema),
    Array.fromAsync(readJsonLines(store, keys.roster, studentSchema)),
  ]);
  const isWaiting = waitingRule(graded ?? [], students);
  const tests = all.filter(isWanted ?? isWaiting).toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  const hasBegun = (test: Test): boolean => accessTo(test, [], now) !== "not-yet-open";
  const lookup: StudentsLookup = {
    client,
    bucket,
    begun: all.filter(hasBegun).length,
    students: students.map(({ studentId }) => studentId),
    onStudents: (done) => onStudents(done, students.length),
  };
  const { setByHand, notWhole, ...listed } = await readHandedIn(lookup, tests.filter(hasBegun));
  const overrides = new Map();
  const doubts = doubtsIn(courseStatus(tests, students, { ...listed, overrides }, now), notWhole, isWaiting);
  const known = {
    attempts: await resolved(lookup, listed.attempts, doubts),
    unchecked: new Map(doubts.map(({ test, unchecked }) => [testPath(test), unchecked])),
  };
  const first = courseStatus(tests, students, { ...known, overrides }, now);
  const idle = idleStudents(first);
  const pointed = [...setByHand].flatMap(([studentId, refs]) =>
    idle.all.has(studentId) ? refs.map((ref) => ({ studentId, key: keys.override(studentId, ref) })) : [],
  );
  const others = { ...lookup, students: [...idle.ofOthers], onStudents: () => undefined };
  const found = idle.ofOthers.size === 0 ? [] : await findOverrides(others);
  if (pointed.length + found.length === 0) return first;
  const byHand = await readOverrides(store, [...pointed, ...found]);
  return courseStatus(tests, students, { ...known, overrides: byHand }, now);
};

/** Who has submitted nothing, where that could be; `ofOthers`: of tests that are not listed. */
const idleStudents = ({ tests }: CourseStatus) => {
  const all = new Set<StudentId>();
  const ofOthers = new Set<StudentId>();
  for (const { students, isListed } of tests) {
    for (const { state, studentId } of students) {
      if (state !== "missing" && state !== "missed") continue;
      all.add(studentId);
      if (!isListed) ofOthers.add(studentId);
    }
  }
  return { all, ofOthers };
};

/** Whether a run has still to grade the test for somebody: an extension outlasts the run that graded the others. */
const waitingRule = (graded: GradedThrough, students: readonly Student[]) => {
  const cutoffs = cutoffsByPath(graded);
  return (test: Test): boolean => {
    const cutoff = cutoffOf(test, cutoffs);
    if (cutoff === undefined || test.deadline > cutoff) return true;
    return students.some(({ extensions }) => deadlineFor(test, extensions) > cutoff);
  };
};

const orderOf = (test: Test): string => `${test.deadline} ${testPath(test)}`;

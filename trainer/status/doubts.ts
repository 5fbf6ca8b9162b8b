import type { Attempt } from "../../course/attempts.ts";
import { type StudentId, testPath } from "../../course/ids.ts";
import type { Test } from "../../course/test.ts";
import { refsOf } from "../../course/test-names.ts";
import type { CourseStatus, TestStatus } from "./course-status.ts";
import { type HandedIn, readFoldersOf, type StudentsLookup } from "./read-handed-in.ts";

/** Most folders to look into for one status; S3 answers a call in some 20 ms, and sixteen are under way. */
export const mostLookedUp = 1_000;

/** Students who are not on the list of a test, and yet may have handed it in. */
export interface Doubt {
  readonly test: TestStatus;
  /** Whose folders to look into. */
  readonly students: readonly StudentId[];
  /** How many more there are. */
  readonly unchecked: number;
}

/**
 * An entry of a test's list is written after its submission, and may fail. Then the list is marked, if that doesn't fail too. So
 * nobody's word is taken for it that a student has missed a test until a run has looked.
 *
 * @param isWaiting whether a run has still to grade the test for somebody.
 */
export const doubtsIn = (
  { tests }: CourseStatus,
  notWhole: HandedIn["notWhole"],
  isWaiting: (test: Test) => boolean,
  most: number = mostLookedUp,
): Doubt[] => {
  let left = most;
  return tests.flatMap((test) => {
    if (!test.isListed) return [];
    const isMarked = refsOf(test).some((ref) => notWhole.has(testPath(ref)));
    const doubtful = test.students.filter(
      ({ state }) =>
        (state === "missed" && (isMarked || isWaiting(test))) || (state === "missing" && isMarked),
    );
    const students = doubtful.slice(0, left).map(({ studentId }) => studentId);
    left -= students.length;
    return doubtful.length === 0 ? [] : [{ test, students, unchecked: doubtful.length - students.length }];
  });
};

/** What is known when the folders were looked into. */
export const resolved = async (
  lookup: StudentsLookup,
  known: HandedIn["attempts"],
  doubts: readonly Doubt[],
): Promise<HandedIn["attempts"]> => {
  const attempts = new Map(known);
  for (const { test, students } of doubts) {
    const found = new Map(students.map((studentId): [StudentId, Attempt[]] => [studentId, []]));
    await readFoldersOf({ ...lookup, students, onStudents: () => undefined }, [test], found);
    for (const [studentId, own] of found) {
      const byKey = new Map([...(known.get(studentId) ?? []), ...own].map((one) => [one.key, one]));
      attempts.set(studentId, [...byKey.values()]);
    }
  }
  return attempts;
};

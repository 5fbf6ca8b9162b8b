import { deadlineFor } from "../../course/deadline.ts";
import type { Student } from "../../course/student.ts";
import type { Test } from "../../course/test.ts";
import { underItsNames } from "../../course/test-names.ts";

export interface Listing {
  /** In the order of the bucket: by their bytes. */
  readonly keys: readonly string[];
  /** There are more keys than were asked for. */
  readonly isCut: boolean;
}

/** Of each test by its path, the students with something stored under `kind`. */
const holdersOf = (
  allKeys: readonly string[],
  kind: "submissions" | "grades",
): ReadonlyMap<string, ReadonlySet<string>> => {
  const pattern = new RegExp(`^students/([^/]+)/${kind}/([^/]+/[^/]+?)(?:/|\\.json$)`);
  const holders = new Map<string, Set<string>>();
  for (const key of allKeys) {
    const [, student, path] = pattern.exec(key) ?? [];
    if (student === undefined || path === undefined) continue;
    holders.set(path, (holders.get(path) ?? new Set()).add(student));
  }
  return holders;
};

/** Also who has something stored under an earlier name of the test. */
const holdersUnder = (test: Test, holders: ReadonlyMap<string, ReadonlySet<string>>): ReadonlySet<string> =>
  new Set(underItsNames(test, holders).flatMap((students) => [...students]));

/** Of one test. Lists name only students whose keys were all listed. */
export interface TestStanding {
  readonly test: Test;
  readonly submitted: readonly Student[];
  readonly missing: readonly Student[];
  readonly graded: readonly Student[];
  /** The latest deadline of students with an extension; undefined: nobody has one. */
  readonly latestExtension: string | undefined;
}

export interface Standings {
  readonly students: number;
  /** How many students the bucket's listing did not reach: what they have submitted is not known. */
  readonly unlisted: number;
  /** In the order of their deadlines. */
  readonly tests: readonly TestStanding[];
}

/** Whether all keys of a student were listed. Keys come in order, so only the last student's may be incomplete. */
const listedIn = ({ keys: stored, isCut }: Listing): ((studentId: string) => boolean) => {
  if (!isCut) return () => true;
  const [folder, lastStudent = ""] = stored.at(-1)?.split("/") ?? [];
  return (studentId) => `${folder}/${studentId}/` < `${folder}/${lastStudent}/`;
};

const standingOf = (
  test: Test,
  students: readonly Student[],
  listed: readonly Student[],
  submissions: ReadonlySet<string>,
  grades: ReadonlySet<string>,
): TestStanding => {
  const extended = students
    .map(({ extensions }) => deadlineFor(test, extensions))
    .filter((deadline) => deadline > test.deadline)
    .sort();
  return {
    test,
    submitted: listed.filter(({ studentId }) => submissions.has(studentId)),
    missing: listed.filter(({ studentId }) => !submissions.has(studentId)),
    graded: listed.filter(({ studentId }) => grades.has(studentId)),
    latestExtension: extended.at(-1),
  };
};

/** @param listing of the keys below `students/`. */
export const standingsOf = (
  tests: readonly Test[],
  students: readonly Student[],
  listing: Listing,
): Standings => {
  const isListed = listedIn(listing);
  const listed = students.filter(({ studentId }) => isListed(studentId));
  const submissions = holdersOf(listing.keys, "submissions");
  const grades = holdersOf(listing.keys, "grades");
  const standings = tests.map((test) =>
    standingOf(test, students, listed, holdersUnder(test, submissions), holdersUnder(test, grades)),
  );
  return {
    students: students.length,
    unlisted: students.length - listed.length,
    tests: [...standings].sort((a, b) => (a.test.deadline < b.test.deadline ? -1 : 1)),
  };
};

/** A count in words: only a part of all where some students were not listed. */
export const knownCount = (count: number, { unlisted }: Pick<Standings, "unlisted">): string => {
  if (unlisted === 0) return String(count);
  return count === 0 ? "not known" : `at least ${count}`;
};

/** How many of the course's students have submitted. */
export const submittedWords = ({ submitted }: TestStanding, standings: Standings): string => {
  const count = knownCount(submitted.length, standings);
  return standings.unlisted > 0 && submitted.length === 0 ? count : `${count} of ${standings.students}`;
};

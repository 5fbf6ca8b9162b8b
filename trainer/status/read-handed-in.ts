import { ListObjectsV2Command, type S3Client } from "@aws-sdk/client-s3";
import { forEachBounded } from "../../adapters/storage/bounded.ts";
import { findJson } from "../../adapters/storage/json-store.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import { type Attempt, attemptOfKey } from "../../course/attempts.ts";
import type { Override } from "../../course/gradebook/override.ts";
import { overrideIn, storedOverrideSchema } from "../../course/gradebook/stored-override.ts";
import { type StudentId, type TestRef, testPath } from "../../course/ids.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import type { Test } from "../../course/test.ts";
import { listedOfKey } from "../../course/test-list.ts";
import { type NamedTest, refsOf } from "../../course/test-names.ts";
import { keysInRange } from "../aws/key-range.ts";
import { keysUnder, type ListObjects } from "../aws/keys-under.ts";

export type AttemptsByStudent = ReadonlyMap<StudentId, readonly Attempt[]>;

/** What was set by hand, by `testPath`. */
export type OverridesByStudent = ReadonlyMap<StudentId, ReadonlyMap<string, Override>>;

/** A listing of students' folders. */
export interface StudentsLookup {
  readonly client: S3Client;
  readonly bucket: string;
  readonly students: readonly StudentId[];
  /** How many tests the course has had so far. */
  readonly begun: number;
  /** Called with how many students have been read. */
  readonly onStudents?: (done: number) => void;
}

const root = "students/";

/** S3 answers 5,500 listings a second for one prefix; a few at once fill a trainer's connection. */
const parallelListings = 16;

/** A graded test of a student has some: a submission, a grade, a mail and two reminders. */
const keysOfATest = 5;

/**
 * With fewer keys than this between two wanted folders, a call reads through them: a page of a thousand takes as long as
 * some ten calls of a few keys.
 */
const longestGap = 100;

const fullPage = 1_000;
const smallPage = 10;

/** Students of a full page's share, at least: each share begins with a call of its own. */
const leastStudents = 50;

const inOrder = (a: string, b: string): number => (a < b ? -1 : 1);

/** Reads folders of students, several shares side by side. Ids are ASCII, so that code unit order is S3's. */
const readFolders = async (
  { client, bucket, students, begun, onStudents = () => undefined }: StudentsLookup,
  foldersOf: (studentId: StudentId) => readonly string[],
  onKey: (studentId: StudentId, key: string) => void,
): Promise<void> => {
  const byRoot = new Map(students.map((studentId) => [keys.student(studentId), studentId]));
  const roots = [...byRoot.keys()].toSorted(inOrder);
  const each = students[0] === undefined ? 1 : foldersOf(students[0]).length;
  const isReadThrough = (begun * keysOfATest) / each <= longestGap;
  const size = Math.max(Math.ceil(roots.length / parallelListings), isReadThrough ? leastStudents : 1);
  const shares = Array.from({ length: Math.ceil(roots.length / size) }, (_, index) =>
    roots.slice(index * size, (index + 1) * size),
  );
  const list: ListObjects = (input) => client.send(new ListObjectsV2Command(input));
  let done = 0;
  await forEachBounded(shares, parallelListings, async (share) => {
    const folders = share.flatMap((folder) => {
      const studentId = byRoot.get(folder);
      return studentId === undefined ? [] : foldersOf(studentId).toSorted(inOrder);
    });
    const pageSize = isReadThrough ? fullPage : smallPage;
    for await (const key of keysUnder(list, bucket, { root, folders, pageSize })) {
      const studentId = byRoot.get(key.slice(0, key.indexOf("/", root.length) + 1));
      if (studentId !== undefined) onKey(studentId, key);
    }
    done += share.length;
    onStudents(done);
  });
};

/** A test in whose list everything is, or one that came into the course before there were lists. */
type LookedUp = NamedTest & Pick<Test, "isListed">;

/** What is known of students and some tests, from the names of the objects alone. */
export interface HandedIn {
  readonly attempts: AttemptsByStudent;
  /** For whom something was set by hand, now or earlier; of listed tests only. */
  readonly setByHand: ReadonlyMap<StudentId, readonly TestRef[]>;
  /** Lists that lack a submission, by `testPath`. */
  readonly notWhole: ReadonlySet<string>;
}

/**
 * The submissions of some tests. A listed test takes one listing, whatever the size of the course; for the others each student's
 * folder is looked into, and what a student has in the bucket grows from week to week.
 */
export const readHandedIn = async (lookup: StudentsLookup, tests: readonly LookedUp[]): Promise<HandedIn> => {
  const attempts = new Map(lookup.students.map((studentId): [StudentId, Attempt[]] => [studentId, []]));
  const setByHand = new Map<StudentId, TestRef[]>();
  const notWhole = new Set<string>();
  const { listed = [], others = [] } = Object.groupBy(tests, ({ isListed }) =>
    isListed ? "listed" : "others",
  );
  await readFoldersOf(lookup, others, attempts);
  await forEachBounded(listed.flatMap(refsOf), parallelListings, async (ref) => {
    const range = { prefix: keys.testList(ref) };
    for await (const key of keysInRange(lookup.client, lookup.bucket, range)) {
      const entry = listedOfKey(ref, key);
      if (key === keys.listNotWhole(ref)) notWhole.add(testPath(ref));
      else if (entry?.attempt) attempts.get(entry.studentId)?.push(entry.attempt);
      else if (entry) setByHand.set(entry.studentId, [...(setByHand.get(entry.studentId) ?? []), ref]);
    }
  });
  lookup.onStudents?.(lookup.students.length);
  return { attempts, setByHand, notWhole };
};

/** Looks into the folder that each student has of these tests. */
export const readFoldersOf = async (
  lookup: StudentsLookup,
  tests: readonly NamedTest[],
  found: ReadonlyMap<StudentId, Attempt[]>,
): Promise<void> => {
  const refs = tests.flatMap(refsOf);
  if (refs.length === 0) return;
  await readFolders(
    lookup,
    (studentId) => refs.map((ref) => keys.submissions(studentId, ref)),
    (studentId, key) => {
      const attempt = attemptOfKey(studentId, key);
      if (attempt) found.get(studentId)?.push(attempt);
    },
  );
};

/** What is set by hand for one student. */
export interface StoredByHand {
  readonly studentId: StudentId;
  readonly key: string;
}

/** Finds all that was set by hand for these students; most have nothing. */
export const findOverrides = async (lookup: StudentsLookup): Promise<StoredByHand[]> => {
  const stored: StoredByHand[] = [];
  await readFolders(
    lookup,
    (studentId) => [keys.overrides(studentId)],
    (studentId, key) => stored.push({ studentId, key }),
  );
  return stored;
};

export const readOverrides = async (
  store: ObjectStore,
  stored: readonly StoredByHand[],
): Promise<OverridesByStudent> => {
  const found = new Map<StudentId, Map<string, Override>>();
  await forEachBounded(stored, parallelListings, async ({ studentId, key }) => {
    const override = overrideIn(await findJson(store, key, storedOverrideSchema));
    if (override === null) return;
    const path = key.slice(keys.overrides(studentId).length, -".json".length);
    const own = found.get(studentId) ?? new Map<string, Override>();
    found.set(studentId, own.set(path, override));
  });
  return found;
};

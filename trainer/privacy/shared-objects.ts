import type { StudentId } from "../../course/ids.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { isListedFor } from "../../course/test-list.ts";
import type { CourseBucket, ObjectVersion } from "../aws/bucket.ts";

/** Objects read at the same time; in a course of 400,000 students some have 100 MB. */
export const parallelObjects = 4;

/** Prefixes of the objects about one student alone. */
export const ownPrefixes = (studentId: StudentId): readonly string[] => [
  keys.student(studentId),
  keys.openAppealsOf(studentId),
  keys.answeredAppealsOf(studentId),
];

/** Versions of the student's entries in the lists of tests. */
export const listedVersions = async (
  bucket: CourseBucket,
  studentId: StudentId,
): Promise<ObjectVersion[]> => {
  const versions: ObjectVersion[] = [];
  for await (const version of bucket.versions(keys.byTest)) {
    if (isListedFor(studentId, version.key)) versions.push(version);
  }
  return versions;
};

/**
 * Prefixes of the objects about many students: the index of students, the removed ones, the book, the tallies of tests, and
 * all that notices and runs wrote.
 */
export const sharedPrefixes = [
  keys.roster,
  keys.removed,
  keys.book,
  keys.tallies,
  keys.notices,
  keys.runs,
] as const;

/** The keys of those objects. */
export async function* sharedKeys(bucket: CourseBucket): AsyncIterable<string> {
  for (const prefix of sharedPrefixes) yield* bucket.list(prefix);
}

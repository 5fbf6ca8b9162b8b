import type { S3Client } from "@aws-sdk/client-s3";
import { forEachBounded } from "../../adapters/storage/bounded.ts";
import { type Attempt, attemptOfKey } from "../../course/attempts.ts";
import type { StudentId } from "../../course/ids.ts";
import { type KeyRange, keysInRange } from "../aws/key-range.ts";

/** Students of one listing. A page has a thousand keys; a student has a few dozen after a year. */
const studentsPerFullRange = 200;

/** S3 answers 5,500 listings a second for one prefix; a few at once fill a trainer's connection. */
const parallelListings = 16;

export interface AttemptsLookup {
  /** Called with how many students have been read. */
  readonly onStudents: (done: number) => void;
  /** Which attempts are kept; left out: all. */
  readonly isWanted?: (studentId: StudentId, attempt: Attempt) => boolean;
  /** Students of one listing, which also reads the keys of others between them; left out: as many as fill a page. */
  readonly studentsPerRange?: number;
}

/**
 * Every submission of these students, from the names of the objects alone. Listed by ranges of students, side by side:
 * a course of 400,000 is some thousand pages.
 */
export const readAttempts = async (
  client: S3Client,
  bucket: string,
  studentIds: readonly StudentId[],
  { onStudents, isWanted = () => true, studentsPerRange = studentsPerFullRange }: AttemptsLookup,
): Promise<Map<StudentId, Attempt[]>> => {
  const found = studentIds.map((studentId) => ({ studentId, attempts: [] as Attempt[] }));
  const byFolder = new Map<string, OneStudent>(found.map((one) => [one.studentId, one]));
  let done = 0;
  await forEachBounded(shares(studentIds, studentsPerRange), parallelListings, async ({ size, ...range }) => {
    for await (const key of keysInRange(client, bucket, range)) addAttempt(byFolder, key, isWanted);
    done += size;
    onStudents(done);
  });
  return new Map(found.map(({ studentId, attempts }) => [studentId, attempts]));
};

interface OneStudent {
  readonly studentId: StudentId;
  readonly attempts: Attempt[];
}

const root = "students/";

const addAttempt = (
  byFolder: ReadonlyMap<string, OneStudent>,
  key: string,
  isWanted: NonNullable<AttemptsLookup["isWanted"]>,
): void => {
  const student = byFolder.get(key.slice(root.length, key.indexOf("/", root.length)));
  const attempt = student && attemptOfKey(student.studentId, key);
  if (attempt && isWanted(student.studentId, attempt)) student.attempts.push(attempt);
};

/** Ids are ASCII, so that code unit order is S3's; a slash sorts after `.` and `-`, so it takes part. */
const shares = (
  studentIds: readonly StudentId[],
  studentsPerRange: number,
): (KeyRange & { readonly size: number })[] => {
  const folders = studentIds.map((id) => `${root}${id}/`).toSorted((a, b) => (a < b ? -1 : 1));
  const ranges = [];
  for (let start = 0; start < folders.length; start += studentsPerRange) {
    const share = folders.slice(start, start + studentsPerRange);
    const [first = root] = share;
    // "0" is the character after "/": the end of the last student's folder.
    const through = `${(share.at(-1) ?? root).slice(0, -1)}0`;
    ranges.push({ prefix: root, after: first, through, size: share.length });
  }
  return ranges;
};

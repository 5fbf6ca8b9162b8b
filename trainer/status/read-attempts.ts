import type { S3Client } from "@aws-sdk/client-s3";
import { forEachBounded } from "../../adapters/bounded.ts";
import { type Attempt, attemptOfKey } from "../../course/attempts.ts";
import type { StudentId } from "../../course/ids.ts";
import { type KeyRange, keysInRange } from "../aws/key-range.ts";

/** One listing's share. A page is a thousand keys; a student of a year has some dozens. */
const studentsPerFullRange = 200;

/** S3 answers 5,500 listings a second of one prefix; a trainer's line needs few at once to be full. */
const parallelListings = 16;

export interface AttemptsLookup {
  /** Told how many students are looked through. */
  readonly onStudents: (done: number) => void;
  /** Which attempts are kept; left out: all. */
  readonly isWanted?: (studentId: StudentId, attempt: Attempt) => boolean;
  /** Students of one listing, which passes by whoever lies between them; left out: as many as fill a page. */
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

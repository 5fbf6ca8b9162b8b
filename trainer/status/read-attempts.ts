import type { S3Client } from "@aws-sdk/client-s3";
import { type Attempt, attemptOfKey } from "../../course/attempts.ts";
import type { StudentId } from "../../course/ids.ts";
import { forEachBounded } from "../../tasks/runtime/bounded.ts";
import { type KeyRange, keysInRange } from "../aws/key-range.ts";

/** One listing's share. A page is a thousand keys; a student of a year has some dozens. */
const studentsPerRange = 200;

/** S3 answers 5,500 listings a second of one prefix; a trainer's line needs few at once to be full. */
const parallelListings = 16;

/**
 * Every submission of these students, from the names of the objects alone. Listed by ranges of students, side by side:
 * a course of 400,000 is some thousand pages.
 *
 * @param onStudents told how many students are looked through.
 */
export const readAttempts = async (
  client: S3Client,
  bucket: string,
  studentIds: readonly StudentId[],
  onStudents: (done: number) => void,
): Promise<Map<StudentId, Attempt[]>> => {
  const found = studentIds.map((studentId) => ({ studentId, attempts: [] as Attempt[] }));
  const byFolder = new Map<string, OneStudent>(found.map((one) => [one.studentId, one]));
  let done = 0;
  await forEachBounded(shares(studentIds), parallelListings, async ({ size, ...range }) => {
    for await (const key of keysInRange(client, bucket, range)) addAttempt(byFolder, key);
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

const addAttempt = (byFolder: ReadonlyMap<string, OneStudent>, key: string): void => {
  const student = byFolder.get(key.slice(root.length, key.indexOf("/", root.length)));
  const attempt = student && attemptOfKey(student.studentId, key);
  if (attempt) student.attempts.push(attempt);
};

/** Ids are ASCII, so that code unit order is S3's; a slash sorts after `.` and `-`, so it takes part. */
const shares = (studentIds: readonly StudentId[]): (KeyRange & { readonly size: number })[] => {
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

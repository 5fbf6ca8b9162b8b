import type { S3Client } from "@aws-sdk/client-s3";
import type { Attempt } from "../../course/attempts.ts";
import { type StudentId, testPath } from "../../course/ids.ts";
import { readAttempts } from "../status/read-attempts.ts";
import type { Concern } from "./concern.ts";
import type { Published } from "./published.ts";

/** The submissions that a publishing affects; a student without any has no entry. */
export type HandedIn = ReadonlyMap<StudentId, readonly Attempt[]>;

/** Up to this many students are listed one by one, so that the keys of students between them are not read. */
const mostListedAlone = 2_000;

/**
 * Looks up who has handed in what of it. When no test is affected, it reads one listing for each student concerned;
 * otherwise the keys of all students on the published list, several listings at once: some thousand pages for 400,000.
 */
export const readHandedIn = async (
  { client, bucket }: { readonly client: S3Client; readonly bucket: string },
  { tests, students }: Concern,
  published: Published,
  onStudents: (done: number, total: number) => void,
): Promise<HandedIn> => {
  if (tests.size === 0 && students.length === 0) return new Map();
  const all = new Set(students);
  const isFew = tests.size === 0 && students.length <= mostListedAlone;
  const listed = isFew ? students : [...new Set([...published.students.keys(), ...students])];
  const found = await readAttempts(client, bucket, listed, {
    onStudents: (done) => onStudents(done, listed.length),
    isWanted: (studentId, attempt) => all.has(studentId) || tests.has(testPath(attempt)),
    ...(isFew && { studentsPerRange: 1 }),
  });
  return new Map([...found].filter(([, attempts]) => attempts.length > 0));
};

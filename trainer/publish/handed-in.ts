import type { S3Client } from "@aws-sdk/client-s3";
import type { Attempt } from "../../course/attempts.ts";
import { type StudentId, testPath } from "../../course/ids.ts";
import { readAttempts } from "../status/read-attempts.ts";
import type { Concern } from "./concern.ts";
import type { Published } from "./published.ts";

/** What is handed in, as far as a publishing touches it; a student who handed in nothing of it has no entry. */
export type HandedIn = ReadonlyMap<StudentId, readonly Attempt[]>;

/** Fewer students than these are listed one by one: what lies between them in the bucket is nobody's concern. */
const mostListedAlone = 2_000;

/**
 * Looks up who has handed in what of it. Where no test is concerned a page of a few students; else the names of all
 * objects of the published list's students, side by side: a course of 400,000 is some thousand pages.
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

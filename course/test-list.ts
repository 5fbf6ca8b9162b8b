import { type Attempt, attemptOfKey } from "./attempts.ts";
import { type StudentId, studentIdSchema, type TestRef } from "./ids.ts";
import { keys } from "./storage/storage-keys.ts";

/**
 * An entry in the list of a test. The list holds no answers and no scores: it says whose folders are worth a look, so that nobody
 * has to look into all of them.
 */
export interface Listed {
  readonly studentId: StudentId;
  /** A submission; null: something was set by hand, now or earlier. */
  readonly attempt: Attempt | null;
}

const listedPath = /^(?:handed-in\/([^/]+)\/([^/]+\.json)|by-hand\/([^/]+)\.json)$/;

/** What a key in a test's list says; null: it is no entry. */
export const listedOfKey = (test: TestRef, key: string): Listed | null => {
  const list = keys.testList(test);
  const found = key.startsWith(list) ? listedPath.exec(key.slice(list.length)) : null;
  if (found === null) return null;
  const [, submitter, name, other] = found;
  const studentId = studentIdSchema.safeParse(submitter ?? other).data;
  if (studentId === undefined) return null;
  if (submitter === undefined) return { studentId, attempt: null };
  const attempt = attemptOfKey(studentId, `${keys.submissions(studentId, test)}${name}`);
  return attempt && { studentId, attempt };
};

/** Whether a key in any test's list is about the student. */
export const isListedFor = (studentId: StudentId, key: string): boolean => {
  if (!key.startsWith(keys.byTest)) return false;
  const [, , kind, who, submission] = key.slice(keys.byTest.length).split("/");
  return kind === "handed-in"
    ? who === studentId && submission !== undefined
    : kind === "by-hand" && who === `${studentId}.json`;
};

import { publishFirst } from "../../adapters/course-reader.ts";
import { findJson, readJson, readJsonLines } from "../../adapters/storage/json-store.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import type { Instant } from "../../course/ids.ts";
import { dueRule, extendedRule } from "../../course/run/due.ts";
import type { DueTest, RosterLine } from "../../course/run/run.ts";
import { gradedThroughSchema } from "../../course/run/run-record.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { type Student, studentSchema } from "../../course/student.ts";
import { testIndexSchema } from "../../course/test.ts";

/** Every student of the course. @throws NotFoundError when nothing was published. */
export const readStudents = (store: ObjectStore): AsyncIterable<Student> =>
  readJsonLines(store, keys.roster, studentSchema);

/** A student of the course, with the tests of a run at a given moment. */
export interface StudentTests {
  /** Empty: no test is due. */
  readonly line: RosterLine;
  /** Tests that are due for others, and later for this student. */
  readonly extended: readonly DueTest[];
}

/** Every student of the course with what is due at `moment`. @throws NotFoundError when nothing was published. */
export async function* testsAt(store: ObjectStore, moment: Instant): AsyncIterable<StudentTests> {
  const [tests, gradedThrough] = await Promise.all([
    readJson(store, keys.tests, testIndexSchema, publishFirst),
    findJson(store, keys.gradedThrough, gradedThroughSchema),
  ]);
  const dueFor = dueRule(tests, gradedThrough ?? [], moment);
  const extendedFor = extendedRule(tests, gradedThrough ?? [], moment);
  for await (const student of readStudents(store)) {
    const { studentId, email, name, extensions } = student;
    const line = { studentId, email, name, tests: dueFor(student) };
    yield { line, extended: extensions.length === 0 ? [] : extendedFor(student) };
  }
}

/** The roster of all students for whom a test is due at `moment`. @throws NotFoundError when nothing was published. */
export async function* dueLines(store: ObjectStore, moment: Instant): AsyncIterable<RosterLine> {
  for await (const { line } of testsAt(store, moment)) if (line.tests.length > 0) yield line;
}

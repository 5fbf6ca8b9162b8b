import type { StudentId } from "../../course/ids.ts";
import { testPath } from "../../course/ids.ts";
import { keys } from "../../course/storage-keys.ts";
import { type Student, studentSchema } from "../../course/student.ts";
import { type Test, testIndexSchema } from "../../course/test.ts";
import { forEachBounded } from "../../tasks/runtime/bounded.ts";
import { findVersioned, parseJson } from "../../tasks/runtime/json-store.ts";
import type { ObjectStore } from "../../tasks/runtime/object-store.ts";
import type { Course } from "../course-folder/course.ts";

/** What is published already, as far as this course touches it. */
export interface Published {
  /** Text of `course/settings.json`; null: none yet. */
  readonly settings: string | null;
  /** By `<subject>/<testId>`. */
  readonly tests: ReadonlyMap<string, PublishedTest>;
  /** Version of the tests' index that `tests` was read from; null: there is none yet. */
  readonly testsEtag: string | null;
  /** In the order of the roster. */
  readonly students: ReadonlyMap<StudentId, Student>;
  /** As `testsEtag`, of the roster. */
  readonly rosterEtag: string | null;
}

export interface PublishedTest {
  readonly test: Test;
  /** Texts of the two objects; null when it is missing, or the course has no such test any more. */
  readonly questions: string | null;
  readonly answerKey: string | null;
}

const parallelReads = 16;

/** Reads what is published. @throws CorruptError when it is not what a publishing wrote. */
export const readPublished = async (store: ObjectStore, course: Course): Promise<Published> => {
  const [settings, index, roster] = await Promise.all([
    store.get(keys.settings),
    findVersioned(store, keys.tests, testIndexSchema),
    readRoster(store),
  ]);
  const wanted = new Set(course.tests.map(testPath));
  const tests = new Map<string, PublishedTest>();
  await forEachBounded(index?.value ?? [], parallelReads, async (test) => {
    const path = testPath(test);
    const [questions, answerKey] = wanted.has(path)
      ? await Promise.all([store.get(keys.questions(test)), store.get(keys.answerKey(test))])
      : [null, null];
    tests.set(path, { test, questions: questions?.text ?? null, answerKey: answerKey?.text ?? null });
  });
  return {
    settings: settings?.text ?? null,
    tests,
    testsEtag: index?.etag ?? null,
    ...roster,
  };
};

const readRoster = async (store: ObjectStore): Promise<Pick<Published, "students" | "rosterEtag">> => {
  const stored = await store.get(keys.roster);
  const students = new Map<StudentId, Student>();
  for (const [index, line] of (stored?.text ?? "").split("\n").entries()) {
    if (line === "") continue;
    const student = parseJson(line, studentSchema, `${keys.roster}, line ${index + 1}`);
    students.set(student.studentId, student);
  }
  return { students, rosterEtag: stored?.etag ?? null };
};

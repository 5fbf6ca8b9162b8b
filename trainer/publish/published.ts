import { forEachBounded } from "../../adapters/storage/bounded.ts";
import { findVersioned, parseJson } from "../../adapters/storage/json-store.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import { type StudentId, studentIdSchema, testPath } from "../../course/ids.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { type Student, studentSchema } from "../../course/student.ts";
import { type Test, testIndexSchema } from "../../course/test.ts";
import { type PublishingMark, readPublishingMark } from "./publishing-mark.ts";

/** What is published already. */
export interface Published {
  /** Text of `course/settings.json`; null: none yet. */
  readonly settings: string | null;
  /** By `<subject>/<testId>`. */
  readonly tests: ReadonlyMap<string, PublishedTest>;
  /** Version of the tests' index that `tests` was read from; null: there is none yet. */
  readonly testsEtag: string | null;
  /** In the order of the roster. */
  readonly students: ReadonlyMap<StudentId, Student>;
  /** Like `testsEtag`, for the roster. */
  readonly rosterEtag: string | null;
  readonly mark: PublishingMark | null;
  /** Who has a profile, on the list or not; null: the last publishing ended, so that each profile is as the roster says. */
  readonly profiles: readonly StudentId[] | null;
}

/** The course's bucket, as far as it is compared with a folder. */
export interface ComparedStore extends ObjectStore {
  /** Names of the folders right under `prefix`. */
  folders(prefix: string): Promise<string[]>;
}

export interface PublishedTest {
  readonly test: Test;
  /** Texts of the two objects; null when it is missing. */
  readonly questions: string | null;
  readonly answerKey: string | null;
}

const parallelReads = 16;

/** Reads what is published. @throws CorruptError when it is not what a publishing wrote. */
export const readPublished = async (store: ComparedStore): Promise<Published> => {
  // Before the roster: a publishing that ends in between is noticed by its mark.
  const mark = await readPublishingMark(store);
  const [settings, index, roster] = await Promise.all([
    store.get(keys.settings),
    findVersioned(store, keys.tests, testIndexSchema),
    readRoster(store),
  ]);
  const tests = new Map<string, PublishedTest>();
  await forEachBounded(index?.value ?? [], parallelReads, async (test) => {
    const [questions, answerKey] = await Promise.all([
      store.get(keys.questions(test)),
      store.get(keys.answerKey(test)),
    ]);
    tests.set(testPath(test), {
      test,
      questions: questions?.text ?? null,
      answerKey: answerKey?.text ?? null,
    });
  });
  return {
    settings: settings?.text ?? null,
    tests,
    testsEtag: index?.etag ?? null,
    ...roster,
    mark,
    profiles: mark === null || mark.isDone ? null : await readProfileIds(store),
  };
};

const readProfileIds = async (store: ComparedStore): Promise<StudentId[]> =>
  (await store.folders("students/")).flatMap((name) => studentIdSchema.safeParse(name).data ?? []);

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

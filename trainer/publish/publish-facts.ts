import { forEachBounded } from "../../adapters/storage/bounded.ts";
import { findJson } from "../../adapters/storage/json-store.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import { type Instant, testPath } from "../../course/ids.ts";
import { gradedThroughSchema } from "../../course/run/run-record.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { profileSchema, type Student } from "../../course/student.ts";
import type { HandedIn } from "./handed-in.ts";
import type { Plan } from "./plan.ts";

/** What is known of a course's work beside what is published. */
export interface PublishFacts {
  readonly now: Instant;
  /** By `<subject>/<testId>`: the cutoff of the last closed run that graded the test. */
  readonly gradedThrough: ReadonlyMap<string, Instant>;
  /** Students who come back to the list; empty before a test was graded, because nothing was missed then. */
  readonly returning: readonly Student[];
  /** As far as the plan touches it. */
  readonly handedIn: HandedIn;
}

const parallelReads = 16;

/** @throws CorruptError */
export const readFacts = async (
  store: ObjectStore,
  plan: Plan,
  now: Instant,
  handedIn: HandedIn,
): Promise<PublishFacts> => {
  const graded = (await findJson(store, keys.gradedThrough, gradedThroughSchema)) ?? [];
  return {
    now,
    gradedThrough: new Map(graded.map((entry) => [testPath(entry), entry.cutoff])),
    returning: graded.length === 0 ? [] : await readReturning(store, plan),
    handedIn,
  };
};

const readReturning = async (store: ObjectStore, { students }: Plan): Promise<Student[]> => {
  const added = students.filter(({ change }) => change === "added").map(({ student }) => student);
  const returning = new Set<Student>();
  await forEachBounded(added, parallelReads, async (student) => {
    const profile = await findJson(store, keys.profile(student.studentId), profileSchema);
    if (profile?.onList === false) returning.add(student);
  });
  return added.filter((student) => returning.has(student));
};

import { type Appeal, appealSchema } from "../course/appeals/appeal.ts";
import { type AppealRef, parseAppealId } from "../course/appeals/appeal-ref.ts";
import type { Instant, StudentId } from "../course/ids.ts";
import { keys } from "../course/storage/storage-keys.ts";
import { type NamedTest, refsOf } from "../course/test-names.ts";
import { CorruptError } from "./errors.ts";
import { mapBounded } from "./storage/bounded.ts";
import { findJson, updateJson } from "./storage/json-store.ts";
import type { ObjectStore } from "./storage/object-store.ts";

export const findAppeal = (store: ObjectStore, ref: AppealRef): Promise<Appeal | null> =>
  findJson(store, keys.appeal(ref), appealSchema);

/** A student's appeals about a test, under whatever name of it, in the order of their keys. */
export const readAppeals = async (
  store: ObjectStore,
  studentId: StudentId,
  test: NamedTest,
): Promise<Appeal[]> => {
  const appeals: Appeal[] = [];
  for (const ref of refsOf(test)) {
    for await (const key of store.list(keys.appeals(studentId, ref))) {
      const appeal = await findJson(store, key, appealSchema);
      if (appeal) appeals.push(appeal);
    }
  }
  return appeals;
};

/** The appeals that pointers below a prefix lead to; whether an appeal is there is not known yet. */
export async function* pointedAt(store: ObjectStore, prefix: string): AsyncIterable<AppealRef> {
  for await (const key of store.list(prefix)) {
    const ref = parseAppealId(key.slice(prefix.length, -".json".length));
    if (ref) yield ref;
  }
}

/** Counting ends here: who has so many appeals needs no exact number. Reading as many takes a few seconds. */
export const mostCounted = 1000;

const readAtOnce = 25;

/** How many appeals wait for an answer, at most `mostCounted`. A corrupt one counts: somebody has to look at it. */
export const countOpenAppeals = async (store: ObjectStore): Promise<number> => {
  const isOpen = async (ref: AppealRef): Promise<boolean> => {
    try {
      return (await findAppeal(store, ref))?.status === "open";
    } catch (error) {
      if (error instanceof CorruptError) return true;
      throw error;
    }
  };
  let count = 0;
  for await (const open of mapBounded(pointedAt(store, keys.openAppeals), readAtOnce, isOpen)) {
    if (open) count += 1;
    if (count >= mostCounted) break;
  }
  return count;
};

/**
 * Writes an appeal, or changes the text of an open one; the same text again changes nothing. The pointer comes first, so that
 * no appeal is ever out of the trainer's sight; a pointer to none is harmless.
 *
 * @returns the appeal as it stands: one that is answered already is left as it is.
 */
export const fileAppeal = async (
  store: ObjectStore,
  ref: AppealRef,
  text: string,
  at: Instant,
): Promise<Appeal> => {
  const { studentId, subject, testId, questionId } = ref;
  const appeal: Appeal = { studentId, subject, testId, questionId, text, at, status: "open" };
  let stands: Appeal = appeal;
  await store.create(keys.openAppeal(ref), JSON.stringify({ studentId, subject, testId, questionId }));
  await updateJson(store, keys.appeal(ref), appealSchema, (current) => {
    const isKept = current !== null && (current.status === "answered" || current.text === text);
    stands = isKept ? current : appeal;
    return isKept ? null : appeal;
  });
  return stands;
};

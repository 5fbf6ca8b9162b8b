import { isDeepStrictEqual } from "node:util";
import { findJson } from "../../adapters/storage/json-store.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import { questionsVersion } from "../../adapters/tests/questions-version.ts";
import { type Instant, toInstant } from "../../course/ids.ts";
import {
  type Content,
  type EarlierVersion,
  earlierVersions,
  earlierVersionsSchema,
} from "../../course/storage/earlier-version.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { answerKeySchema, questionsSchema } from "../../course/test.ts";
import { refsOf } from "../../course/test-names.ts";
import { jsonOrUndefined } from "../../course/unknown-value.ts";
import { hasOpened } from "./concern.ts";
import type { PlannedTest } from "./plan.ts";

/** A test that opens so soon may be answered before its questions are replaced. */
const soonMs = 3_600_000;

/**
 * Before a publishing replaces questions, writes down the old ones: students who answered those are graded by them. Also
 * takes over what was written down under an earlier name of the test.
 *
 * @param now the bucket's time.
 */
export const writeSuperseded = async (
  store: ObjectStore,
  planned: PlannedTest,
  now: Instant,
): Promise<void> => {
  const key = keys.superseded(planned.test);
  const known = await readEarlier(store, planned);
  const replaced = await readReplaced(store, planned, now);
  const { questions, answerKey } = planned.test;
  const next = earlierVersions(known, replaced, { questions, answerKey }, now);
  const own = await findJson(store, key, earlierVersionsSchema);
  if (next.length > 0 && !isDeepStrictEqual(next, own)) await store.put(key, JSON.stringify(next));
};

/** Under all names of the test; what was taken over from an earlier one stands under both. */
const readEarlier = async (store: ObjectStore, { test }: PlannedTest): Promise<EarlierVersion[]> => {
  const found = await Promise.all(
    refsOf(test).map((ref) => findJson(store, keys.superseded(ref), earlierVersionsSchema)),
  );
  const byTime = new Map<string, EarlierVersion>();
  for (const each of found.flatMap((versions) => versions ?? [])) {
    const name = `${each.until} ${each.version}`;
    byTime.set(name, byTime.get(name) ?? each);
  }
  return [...byTime.values()].toSorted((a, b) => (a.until < b.until ? -1 : 1));
};

/** null: the questions stay, or nobody can have answered those before. */
const readReplaced = async (
  store: ObjectStore,
  { test, before, questions }: PlannedTest,
  now: Instant,
): Promise<(Content & { readonly version: string }) | null> => {
  const soon = toInstant(new Date(Date.parse(now) + soonMs));
  if (before && !hasOpened(before, soon)) return null;
  // A test that was removed and is put back: its objects are still there.
  const stored = before ?? {
    questions: (await store.get(keys.questions(test)))?.text ?? null,
    answerKey: (await store.get(keys.answerKey(test)))?.text ?? null,
  };
  if (stored.questions === null || stored.questions === questions) return null;
  const old = questionsSchema.safeParse(jsonOrUndefined(stored.questions)).data;
  const key = answerKeySchema.safeParse(jsonOrUndefined(stored.answerKey)).data;
  return old && key ? { version: questionsVersion(stored.questions), questions: old, answerKey: key } : null;
};

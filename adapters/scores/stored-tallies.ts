import * as z from "zod";
import { type RunId, runIdSchema } from "../../course/ids.ts";
import { compareRuns } from "../../course/run/run-id.ts";
import { type StoredTally, storedTallySchema } from "../../course/statistics/stored-tally.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { type NamedTest, refsOf } from "../../course/test-names.ts";
import { CorruptError } from "../errors.ts";
import { findJson } from "../storage/json-store.ts";
import type { ObjectStore } from "../storage/object-store.ts";

/** A stored tally's place. */
export interface TallyKey {
  readonly runId: RunId;
  readonly key: string;
}

const nameSchema = z.tuple([runIdSchema, z.string().regex(/^\d+\.json$/)]);

/** Where the tallies of a test lie, those of the latest run first. */
export const tallyKeys = async (store: ObjectStore, test: NamedTest): Promise<TallyKey[]> => {
  const found: TallyKey[] = [];
  for (const ref of refsOf(test)) {
    const prefix = keys.talliesOf(ref);
    for await (const key of store.list(prefix)) {
      const name = nameSchema.safeParse(key.slice(prefix.length).split("/")).data;
      if (name) found.push({ runId: name[0], key });
    }
  }
  return found.toSorted((a, b) => compareRuns(b.runId, a.runId));
};

/** null: there is none that this version can read, so the grades themselves are to be read. */
export const findTally = async (store: ObjectStore, key: string): Promise<StoredTally | null> => {
  try {
    return await findJson(store, key, storedTallySchema);
  } catch (error) {
    if (error instanceof CorruptError) return null;
    throw error;
  }
};

import { mapBounded } from "../../adapters/storage/bounded.ts";
import { findJson } from "../../adapters/storage/json-store.ts";
import { type RunId, runIdSchema } from "../../course/ids.ts";
import { compareRuns } from "../../course/run/run-id.ts";
import { type RunRecord, runRecordSchema } from "../../course/run/run-record.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import type { CourseBucket } from "../aws/bucket.ts";

/** Ids of all runs that have a folder, the earliest first. */
export const runIds = async (bucket: CourseBucket): Promise<RunId[]> => {
  const ids = (await bucket.folders("runs/")).flatMap((name): RunId[] => {
    const parsed = runIdSchema.safeParse(name);
    return parsed.success ? [parsed.data] : [];
  });
  return ids.toSorted(compareRuns);
};

const parallelReads = 16;

/** All runs, the latest first. */
export async function* readRuns(bucket: CourseBucket): AsyncIterable<RunRecord> {
  const read = (id: RunId) => findJson(bucket, keys.run(id), runRecordSchema);
  for await (const record of mapBounded((await runIds(bucket)).toReversed(), parallelReads, read)) {
    if (record) yield record;
  }
}

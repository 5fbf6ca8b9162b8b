import { type RunId, runIdSchema } from "../../course/ids.ts";
import { type RunRecord, runRecordSchema } from "../../course/run-record.ts";
import { keys } from "../../course/storage-keys.ts";
import { findJson } from "../../tasks/runtime/json-store.ts";
import type { CourseBucket } from "../aws/bucket.ts";

/** Ids of the runs that there are folders of, the earliest first. */
export const runIds = async (bucket: CourseBucket): Promise<RunId[]> => {
  const ids = (await bucket.folders("runs/")).flatMap((name): RunId[] => {
    const parsed = runIdSchema.safeParse(name);
    return parsed.success ? [parsed.data] : [];
  });
  return ids.toSorted();
};

/** All runs, the latest first; at most `most`. */
export async function* readRuns(
  bucket: CourseBucket,
  most = Number.POSITIVE_INFINITY,
): AsyncIterable<RunRecord> {
  for (const id of (await runIds(bucket)).toReversed().slice(0, most)) {
    const record = await findJson(bucket, keys.run(id), runRecordSchema);
    if (record) yield record;
  }
}

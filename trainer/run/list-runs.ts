import { type RunId, runIdSchema } from "../../course/ids.ts";
import { type RunRecord, runRecordSchema } from "../../course/run.ts";
import { keys } from "../../course/storage-keys.ts";
import { findJson } from "../../tasks/runtime/json-store.ts";
import type { CourseBucket } from "../aws/bucket.ts";

/** The latest runs, latest first. */
export const listRuns = async (bucket: CourseBucket, most: number): Promise<RunRecord[]> => {
  const ids = (await bucket.folders("runs/")).flatMap((name): RunId[] => {
    const parsed = runIdSchema.safeParse(name);
    return parsed.success ? [parsed.data] : [];
  });
  const records: RunRecord[] = [];
  for (const id of ids.toSorted().toReversed().slice(0, most)) {
    const record = await findJson(bucket, keys.run(id), runRecordSchema);
    if (record) records.push(record);
  }
  return records;
};

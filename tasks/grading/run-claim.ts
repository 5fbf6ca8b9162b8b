import { findVersioned } from "../../adapters/storage/json-store.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import { type RunRecord, runRecordSchema } from "../../course/run/run-record.ts";
import { keys } from "../../course/storage/storage-keys.ts";

/** Whose run it is now: ours, or that of the execution in the record. */
export type Claim = { readonly isOurs: true } | { readonly isOurs: false; readonly record: RunRecord };

/**
 * Claims a run by creating its record: of two executions that want the same run, one gets it. An execution that retries
 * finds its own claim. A record that only says that nothing was due is replaced by a run that has work.
 */
export const claimRun = async (store: ObjectStore, wanted: RunRecord): Promise<Claim> => {
  const key = keys.run(wanted.runId);
  const text = JSON.stringify(wanted);
  if (await store.create(key, text)) return { isOurs: true };
  const found = await findVersioned(store, key, runRecordSchema);
  if (found === null) return claimRun(store, wanted);
  const isOurs = found.value.executionArn === wanted.executionArn;
  // A retry may find another list of students, which the record must then agree with.
  if (isOurs && found.value.status !== "open") return { isOurs: true };
  const givesWay = isOurs || (found.value.status === "nothing-due" && wanted.status === "open");
  if (!givesWay) return { isOurs: false, record: found.value };
  return (await store.replace(key, text, found.etag)) ? { isOurs: true } : claimRun(store, wanted);
};

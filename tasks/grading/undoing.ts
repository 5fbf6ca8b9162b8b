import { undoneLines } from "../../adapters/runs/undone-lines.ts";
import { readJson } from "../../adapters/storage/json-store.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import type { Instant, RunId } from "../../course/ids.ts";
import type { RosterLine } from "../../course/run/run.ts";
import { runRecordSchema } from "../../course/run/run-record.ts";
import { keys } from "../../course/storage/storage-keys.ts";

/** What a run is made of that undoes another one. */
export interface Undoing {
  /** Of the run that is undone. */
  readonly cutoff: Instant;
  readonly lines: AsyncIterable<RosterLine>;
}

/** @throws NotFoundError when there is no such run. */
export const undoing = async (store: ObjectStore, undo: RunId): Promise<Undoing> => {
  const advice = "Name a run as the gradebook's mail or runs/ in the bucket names it.";
  const run = await readJson(store, keys.run(undo), runRecordSchema, advice);
  return { cutoff: run.cutoff, lines: undoneLines(store, run) };
};

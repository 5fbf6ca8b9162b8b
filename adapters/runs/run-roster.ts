import type { RunId } from "../../course/ids.ts";
import { type RosterLine, rosterLineSchema } from "../../course/run/run.ts";
import { partsOf, type RunRecord } from "../../course/run/run-record.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { readJsonLines } from "../storage/json-store.ts";
import type { ObjectStore } from "../storage/object-store.ts";

/** One part of a run's roster, as a stream. @throws NotFoundError @throws CorruptError */
export const rosterOfPart = (store: ObjectStore, runId: RunId, part: number): AsyncIterable<RosterLine> =>
  readJsonLines(store, keys.runRoster(runId, part), rosterLineSchema);

/**
 * The whole roster of a run, part by part, as a stream. The first part is written last, so that no part is missing where
 * the first one is there.
 *
 * @throws NotFoundError @throws CorruptError
 */
export async function* rosterOfRun(store: ObjectStore, run: RunRecord): AsyncIterable<RosterLine> {
  for (const part of partsOf(run)) yield* rosterOfPart(store, run.runId, part);
}

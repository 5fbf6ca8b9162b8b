import type { RunId } from "../course/ids.ts";
import { type RosterLine, rosterLineSchema } from "../course/run/run.ts";
import { keys } from "../course/storage-keys.ts";
import { readJsonLines } from "./json-store.ts";
import type { ObjectStore } from "./object-store.ts";

/** Everybody whom a run has graded, with what it graded, to be put back. Whose score it changed, the grades say. */
export async function* undoneLines(store: ObjectStore, undo: RunId): AsyncIterable<RosterLine> {
  for await (const line of readJsonLines(store, keys.runRoster(undo), rosterLineSchema)) {
    yield { ...line, tests: line.tests.map((test) => ({ ...test, undo })) };
  }
}

import type { RosterLine } from "../../course/run/run.ts";
import type { RunRecord } from "../../course/run/run-record.ts";
import type { ObjectStore } from "../storage/object-store.ts";
import { rosterOfRun } from "./run-roster.ts";

/** Everybody whom a run has graded, with what it graded, to be put back. Whose score it changed, the grades say. */
export async function* undoneLines(store: ObjectStore, run: RunRecord): AsyncIterable<RosterLine> {
  for await (const line of rosterOfRun(store, run)) {
    yield { ...line, tests: line.tests.map((test) => ({ ...test, undo: run.runId })) };
  }
}

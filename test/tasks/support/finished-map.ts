import type { RunId } from "../../../course/ids.ts";
import type { RunPart } from "../../../course/run/run-part.ts";
import { type RunRecord, runRecordSchema } from "../../../course/run/run-record.ts";
import { runReportSchema } from "../../../course/run/run-report.ts";
import { keys } from "../../../course/storage/storage-keys.ts";
import { closePart } from "../../../tasks/grading/close-part.ts";
import { type CloseRunDeps, closeRun } from "../../../tasks/grading/close-run.ts";
import { logger } from "../../../tasks/runtime/logger.ts";
import { course, due, instant, monday, mondayRun, rosterLine } from "./course.ts";
import { MemoryStore } from "./memory-store.ts";

logger.setLogLevel("SILENT");

export const resultsKey = (name: string) => `${keys.runResults(mondayRun)}/map-1/${name}`;
const manifestKey = resultsKey("manifest.json");

/** When the run is closed. */
export const closedAt = instant("2026-11-23T22:01:00.000Z");

export const record = (students: number): RunRecord => ({
  runId: mondayRun,
  executionArn: "arn:x",
  cutoff: monday,
  resumes: null,
  status: "open",
  students,
});

const childInput = (id: string) =>
  JSON.stringify({ runId: mondayRun, course, student: rosterLine(id, [due("t1"), due("t2")]) });

/** A child that did not succeed, as the map's result files describe it. */
export const failedChild = (id: string, fields: object) => ({
  ExecutionArn: `arn:aws:states:us-east-1:000000000000:execution:GradingRun/Map:${id}`,
  Input: childInput(id),
  Status: "FAILED",
  ...fields,
});

/** Result records of a map's children, by outcome. */
export interface Results {
  readonly succeeded?: readonly object[];
  readonly failed?: readonly object[];
  readonly pending?: readonly object[];
}

/** A run of these students, each with t1 and t2 due, whose map has ended with these results. */
export const finishedMap = (
  ids: readonly string[],
  { succeeded = [], failed = [], pending = [] }: Results,
) => {
  const files = (names: string[], isThere: boolean) =>
    isThere ? names.map((name) => ({ Key: resultsKey(name), Size: 1 })) : [];
  return new MemoryStore({
    [keys.run(mondayRun)]: record(ids.length),
    [manifestKey]: {
      DestinationBucket: "bucket",
      MapRunArn: "arn:map",
      ResultFiles: {
        SUCCEEDED: files(["SUCCEEDED_0.jsonl"], succeeded.length > 0),
        FAILED: files(["FAILED_0.json"], failed.length > 0),
        PENDING: files(["PENDING_0.json"], pending.length > 0),
      },
    },
    [resultsKey("FAILED_0.json")]: failed,
    [resultsKey("PENDING_0.json")]: pending,
  })
    .setLines(resultsKey("SUCCEEDED_0.jsonl"), succeeded)
    .setLines(
      keys.runRoster(mondayRun),
      ids.map((id) => rosterLine(id, [due("t1"), due("t2")])),
    );
};

/** The one part of a run, as it was opened. */
export const partOf = (store: MemoryStore, runId: RunId): RunPart => {
  const { students } = runRecordSchema.parse(store.json(keys.run(runId)));
  const roster = { bucket: "bucket", key: keys.runRoster(runId), students };
  return { part: 0, roster, resultsPrefix: keys.runResults(runId) };
};

export const close = async (
  store: MemoryStore,
  countInMetrics: CloseRunDeps["countInMetrics"] = () => {},
  runId = mondayRun,
  keepMonths?: number,
) => {
  const deps = { store, countInMetrics };
  const ofRun = { runId, course: { ...course, ...(keepMonths !== undefined && { keepMonths }) } };
  const manifest = { bucket: "bucket", key: manifestKey };
  await closePart({ ...ofRun, part: partOf(store, runId), manifest }, deps);
  return closeRun({ ...ofRun, at: closedAt }, deps);
};

export const reportOf = (store: MemoryStore) => runReportSchema.parse(store.json(keys.report(mondayRun)));
